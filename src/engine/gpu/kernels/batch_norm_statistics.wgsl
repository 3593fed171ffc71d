// (mean, 1/σ) of every channel from the moving statistics: a thread a channel.

override C: u32;
override EPSILON: f32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> mean: array<f32>;
@group(0) @binding(2) var<storage, read> variance: array<f32>;
@group(0) @binding(3) var<storage, read_write> statistics: array<vec2f>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let c = id.x;
  if (c >= C || chunk.count == 0u) { return; }
  statistics[c] = vec2f(mean[c], 1.0 / sqrt(variance[c] + EPSILON));
}
