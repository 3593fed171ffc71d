// Batch norm with its running statistics, and the bias below it, as one scale and one shift a channel: a thread a channel.

override C: u32;
override EPSILON: f32;
override BIASED: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> bias: array<f32>;
@group(0) @binding(2) var<storage, read> gamma: array<f32>;
@group(0) @binding(3) var<storage, read> beta: array<f32>;
@group(0) @binding(4) var<storage, read> mean: array<f32>;
@group(0) @binding(5) var<storage, read> variance: array<f32>;
@group(0) @binding(6) var<storage, read_write> scale: array<f32>;
@group(0) @binding(7) var<storage, read_write> shift: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let c = threadOf(id, groups);
  if (c >= C || chunk.count == 0u) { return; }
  let gain = gamma[c] / sqrt(variance[c] + EPSILON);
  var middle = -mean[c];
  if (BIASED == 1u) { middle += bias[c]; }
  scale[c] = gain;
  shift[c] = middle * gain + beta[c];
}
