// Every row's cotangent into a wider window: what the narrow one does not cover is zero, or stays as it is where cotangents are
// added (ADD = 1). A thread a cell of the wide one.

override ADD: u32;
// The channel of the narrow one's map that is the wide one's first: not zero where a layer has put inputs side by side.
override FIRST_CHANNEL: u32;
// 1: one channel is alive in the wide one too.
override OWN_IN: u32;

@group(0) @binding(1) var<storage, read> narrow: array<f32>;
@group(0) @binding(2) var<storage, read_write> wide: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let cells = WIN_N_IN * WIN_H_IN * WIN_W_IN * WIN_C_IN;
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * cells) { return; }
  let row = thread / cells;
  let cell = thread % cells;
  let unit = unitOf(chunk.first + row);
  let c = cell % WIN_C_IN + FIRST_CHANNEL;
  let column = unit.j * STRIDE_X_IN + ORIGIN_X_IN + i32((cell / WIN_C_IN) % WIN_W_IN) - unit.j * STRIDE_X - ORIGIN_X;
  let line = unit.i * STRIDE_Y_IN + ORIGIN_Y_IN + i32((cell / (WIN_C_IN * WIN_W_IN)) % WIN_H_IN) - unit.i * STRIDE_Y - ORIGIN_Y;
  let image = cell / (WIN_C_IN * WIN_W_IN * WIN_H_IN);
  let sameImage = WIN_N_IN == WIN_N || image == unit.n;
  let begin = select(image, 0u, WIN_N == 1u);
  var value = 0.0;
  if (sameImage && line >= 0 && line < i32(WIN_H) && column >= 0 && column < i32(WIN_W) && (OWN == 0u || OWN_IN == 1u || c == unit.c)) {
    let index = ((begin * WIN_H + u32(line)) * WIN_W + u32(column)) * WIN_C + select(c, 0u, OWN == 1u);
    value = narrow[row * cellsOfWindow() + index];
  }
  if (ADD == 1u) { value += wide[thread]; }
  wide[thread] = value;
}
