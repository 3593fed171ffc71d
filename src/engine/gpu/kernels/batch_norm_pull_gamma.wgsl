// ∂/∂gamma of every row: its cotangent times x̂, summed by channel over the window. A thread a (row, channel).

override ROW_WIDTH: u32; override OFFSET: u32;

@group(0) @binding(1) var<storage, read> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read> statistics: array<vec2f>;
@group(0) @binding(4) var<storage, read_write> jacobian: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * WIN_C) { return; }
  let row = thread / WIN_C;
  let channel = thread % WIN_C;
  let unit = unitOf(chunk.first + row);
  var total = 0.0;
  for (var line = 0u; line < WIN_N * WIN_H; line++) {
    var partial = 0.0;
    for (var column = 0u; column < WIN_W; column++) {
      let index = (line * WIN_W + column) * WIN_C + channel;
      let cell = cellOf(unit, index);
      if (!cell.inside) { continue; }
      let s = statistics[cell.c];
      partial += cotangent[row * cellsOfWindow() + index] * (x[mapIndex(cell)] - s.x) * s.y;
    }
    total += partial;
  }
  jacobian[(chunk.first - chunk.slab + row) * ROW_WIDTH + OFFSET + channel] = total;
}
