// Every cell of every row's cotangent times f′ of the activation's input there, in place.

@group(0) @binding(1) var<storage, read_write> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let cells = cellsOfWindow();
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * cells) { return; }
  let cell = cellOf(unitOf(chunk.first + thread / cells), thread % cells);
  var value = 0.0;
  if (cell.inside) { value = cotangent[thread] * slope(x[mapIndex(cell)]); }
  cotangent[thread] = value;
}
