// Transposed depthwise convolution of every row's cotangent: a thread gathers one cell of one row.

override MULTIPLIER: u32;

@group(0) @binding(1) var<storage, read> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read> kernel: array<f32>;
@group(0) @binding(3) var<storage, read_write> pulled: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let cells = WIN_N_IN * WIN_H_IN * WIN_W_IN * WIN_C_IN;
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * cells) { return; }
  let row = thread / cells;
  let cell = thread % cells;
  let unit = unitOf(chunk.first + row);
  // Where one channel is alive on the input it is the row's own, and so it is on the output.
  let c = select(cell % WIN_C_IN, unit.c, WIN_C_IN == 1u && MAP_C_IN > 1u);
  let y = unit.i * STRIDE_Y_IN + ORIGIN_Y_IN + i32((cell / (WIN_C_IN * WIN_W_IN)) % WIN_H_IN);
  let x = unit.j * STRIDE_X_IN + ORIGIN_X_IN + i32((cell / WIN_C_IN) % WIN_W_IN);
  let image = cell / (WIN_C_IN * WIN_W_IN * WIN_H_IN);
  var total = 0.0;
  if (y >= 0 && y < MAP_H_IN && x >= 0 && x < MAP_W_IN) {
    let top = unit.i * STRIDE_Y + ORIGIN_Y;
    let left = unit.j * STRIDE_X + ORIGIN_X;
    for (var ky = 0u; ky < KH; ky++) {
      let ty = y + BEFORE_Y - i32(ky) * DILATION_Y;
      if (ty < 0 || ty % CONV_STRIDE_Y != 0) { continue; }
      let line = ty / CONV_STRIDE_Y - top;
      if (line < 0 || line >= i32(WIN_H) || ty / CONV_STRIDE_Y >= MAP_H) { continue; }
      for (var kx = 0u; kx < KW; kx++) {
        let tx = x + BEFORE_X - i32(kx) * DILATION_X;
        if (tx < 0 || tx % CONV_STRIDE_X != 0) { continue; }
        let column = tx / CONV_STRIDE_X - left;
        if (column < 0 || column >= i32(WIN_W) || tx / CONV_STRIDE_X >= MAP_W) { continue; }
        let begin = row * cellsOfWindow() + ((image * WIN_H + u32(line)) * WIN_W + u32(column)) * WIN_C;
        let weights = (ky * KW + kx) * COUT;
        for (var q = 0u; q < MULTIPLIER; q++) {
          let o = c * MULTIPLIER + q;
          if (OWN == 0u) {
            total += cotangent[begin + o] * kernel[weights + o];
          } else if (o == unit.c) {
            total += cotangent[begin] * kernel[weights + o];
          }
        }
      }
    }
  }
  pulled[thread] = total;
}
