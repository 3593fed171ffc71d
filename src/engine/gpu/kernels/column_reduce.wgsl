// Sums along columns, framed by column_stripes.wgsl: Σ u[row] · value (SQUARE = 0) or Σ value² (1).

override SQUARE: u32;

@group(0) @binding(2) var<storage, read> u: array<f32>;
@group(0) @binding(3) var<storage, read_write> sums: array<f32>;

alias Sum = f32;

fn term(value: f32, r: u32) -> Sum {
  if (SQUARE == 1u) { return value * value; }
  return value * u[r - chunk.base];
}

fn leave(thread: u32, total: Sum) {
  sums[thread] = total;
}
