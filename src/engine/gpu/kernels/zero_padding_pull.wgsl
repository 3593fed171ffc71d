// Every row's cotangent without the zeros around the map: a thread copies one cell of one row.

override ABOVE: i32;
override LEFT: i32;

@group(0) @binding(1) var<storage, read> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read_write> pulled: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let cells = WIN_N_IN * WIN_H_IN * WIN_W_IN * WIN_C_IN;
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * cells) { return; }
  let row = thread / cells;
  let cell = thread % cells;
  let unit = unitOf(chunk.first + row);
  let y = unit.i * STRIDE_Y_IN + ORIGIN_Y_IN + i32((cell / (WIN_C_IN * WIN_W_IN)) % WIN_H_IN);
  let x = unit.j * STRIDE_X_IN + ORIGIN_X_IN + i32((cell / WIN_C_IN) % WIN_W_IN);
  let image = cell / (WIN_C_IN * WIN_W_IN * WIN_H_IN);
  let line = y + ABOVE - unit.i * STRIDE_Y - ORIGIN_Y;
  let column = x + LEFT - unit.j * STRIDE_X - ORIGIN_X;
  var value = 0.0;
  let inside = y >= 0 && y < MAP_H_IN && x >= 0 && x < MAP_W_IN;
  if (inside && line >= 0 && line < i32(WIN_H) && column >= 0 && column < i32(WIN_W)) {
    value = cotangent[row * cellsOfWindow() + ((image * WIN_H + u32(line)) * WIN_W + u32(column)) * WIN_C + cell % WIN_C];
  }
  pulled[thread] = value;
}
