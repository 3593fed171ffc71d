// y = gamma · (x − mean)/σ + beta for a range of images. MOVING = 1: (mean, 1/σ) come from the moving statistics, and the
// first thread of each channel keeps them for the pull-backs; else batch_norm_moments.wgsl has made them.

override C: u32;
override PER_IMAGE: u32;
override EPSILON: f32;
override MOVING: u32;

struct Chunk { first: u32, count: u32, slab: u32, pad: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> mean: array<f32>;
@group(0) @binding(3) var<storage, read> variance: array<f32>;
@group(0) @binding(4) var<storage, read> gamma: array<f32>;
@group(0) @binding(5) var<storage, read> beta: array<f32>;
@group(0) @binding(6) var<storage, read_write> statistics: array<vec2f>;
@group(0) @binding(7) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = id.y * groups.x * 64u + id.x;
  if (thread >= chunk.count * PER_IMAGE) { return; }
  let at = chunk.first * PER_IMAGE + thread;
  let c = at % C;
  var s: vec2f;
  if (MOVING == 1u) {
    s = vec2f(mean[c], 1.0 / sqrt(variance[c] + EPSILON));
    if (thread < C) { statistics[c] = s; }
  } else {
    s = statistics[c];
  }
  y[at] = gamma[c] * ((x[at] - s.x) * s.y) + beta[c];
}
