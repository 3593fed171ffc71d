// The one-hot cotangent of every row: its single cell is one.

@group(0) @binding(1) var<storage, read_write> cotangent: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  if (thread < chunk.count) { cotangent[thread] = 1.0; }
}
