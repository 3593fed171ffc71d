// Every row's cotangent through a global max pool: a thread a cell of one row; cells as large as the largest share it equally.

@group(0) @binding(1) var<storage, read> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read> y: array<f32>;
@group(0) @binding(4) var<storage, read> ties: array<u32>;
@group(0) @binding(5) var<storage, read_write> pulled: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let cells = WIN_N_IN * WIN_H_IN * WIN_W_IN * WIN_C_IN;
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * cells) { return; }
  let row = thread / cells;
  let cell = thread % cells;
  let unit = unitOf(chunk.first + row);
  let channel = cell % WIN_C_IN;
  let c = select(channel, unit.c, OWN == 1u);
  let line = unit.i * STRIDE_Y_IN + ORIGIN_Y_IN + i32((cell / (WIN_C_IN * WIN_W_IN)) % WIN_H_IN);
  let column = unit.j * STRIDE_X_IN + ORIGIN_X_IN + i32((cell / WIN_C_IN) % WIN_W_IN);
  let image = cell / (WIN_C_IN * WIN_W_IN * WIN_H_IN);
  let n = select(image, unit.n, WIN_N == 1u);
  var total = 0.0;
  if (line >= 0 && line < MAP_H_IN && column >= 0 && column < MAP_W_IN) {
    let here = ((n * u32(MAP_H_IN) + u32(line)) * u32(MAP_W_IN) + u32(column)) * MAP_C_IN + c;
    let pooled = n * MAP_C + c;
    if (x[here] == y[pooled]) { total = cotangent[row * cellsOfWindow() + image * WIN_C + channel] / f32(ties[pooled]); }
  }
  pulled[thread] = total;
}
