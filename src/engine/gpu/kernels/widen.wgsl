// Spreads every row's cotangent to a wider window; what the narrow one does not cover is zero. A thread a cell of the wide one.

@group(0) @binding(1) var<storage, read> narrow: array<f32>;
@group(0) @binding(2) var<storage, read_write> wide: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let cells = WIN_N_IN * WIN_H_IN * WIN_W_IN * WIN_C_IN;
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * cells) { return; }
  let row = thread / cells;
  let cell = thread % cells;
  let unit = unitOf(chunk.first + row);
  let c = cell % WIN_C_IN;
  let column = unit.j * STRIDE_X_IN + ORIGIN_X_IN + i32((cell / WIN_C_IN) % WIN_W_IN) - unit.j * STRIDE_X - ORIGIN_X;
  let line = unit.i * STRIDE_Y_IN + ORIGIN_Y_IN + i32((cell / (WIN_C_IN * WIN_W_IN)) % WIN_H_IN) - unit.i * STRIDE_Y - ORIGIN_Y;
  let image = cell / (WIN_C_IN * WIN_W_IN * WIN_H_IN);
  let sameImage = WIN_N_IN == WIN_N || image == unit.n;
  let begin = select(image, 0u, WIN_N == 1u);
  var value = 0.0;
  if (sameImage && line >= 0 && line < i32(WIN_H) && column >= 0 && column < i32(WIN_W) && (OWN == 0u || c == unit.c)) {
    let index = ((begin * WIN_H + u32(line)) * WIN_W + u32(column)) * WIN_C + select(c, 0u, OWN == 1u);
    value = narrow[row * cellsOfWindow() + index];
  }
  wide[thread] = value;
}
