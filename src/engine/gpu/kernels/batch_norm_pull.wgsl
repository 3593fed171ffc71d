// Inference batch norm rescales every cell of every row's cotangent by gamma/σ of its channel, in place.

@group(0) @binding(1) var<storage, read_write> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read> statistics: array<vec2f>;
@group(0) @binding(3) var<storage, read> gamma: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * cellsOfWindow()) { return; }
  let c = select(thread % WIN_C, (chunk.first + thread / cellsOfWindow()) % ROWS_C, OWN == 1u);
  cotangent[thread] *= gamma[c] * statistics[c].y;
}
