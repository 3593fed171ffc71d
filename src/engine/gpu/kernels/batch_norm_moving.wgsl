// (mean, 1/σ) of every channel from the moving statistics.

override C: u32; override EPSILON: f32;

struct Chunk { first: u32, count: u32, slab: u32, pad: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> mean: array<f32>;
@group(0) @binding(2) var<storage, read> variance: array<f32>;
@group(0) @binding(3) var<storage, read_write> statistics: array<vec2f>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= C || chunk.count == 0u) { return; }
  statistics[id.x] = vec2f(mean[id.x], 1.0 / sqrt(variance[id.x] + EPSILON));
}
