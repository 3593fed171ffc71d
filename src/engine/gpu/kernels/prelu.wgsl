// Shared head of PReLU's kernels: alpha [ALPHA_H, ALPHA_W, ALPHA_C], 1 along the axes that share a number.

override ALPHA_H: u32;
override ALPHA_W: u32;
override ALPHA_C: u32;

fn alphaIndex(y: u32, x: u32, c: u32) -> u32 {
  return (select(y, 0u, ALPHA_H == 1u) * ALPHA_W + select(x, 0u, ALPHA_W == 1u)) * ALPHA_C + select(c, 0u, ALPHA_C == 1u);
}

