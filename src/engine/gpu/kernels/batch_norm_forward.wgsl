// y = gamma · (x − mean)/σ + beta for a range of images.

override C: u32;
override PER_IMAGE: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> statistics: array<vec2f>;
@group(0) @binding(3) var<storage, read> gamma: array<f32>;
@group(0) @binding(4) var<storage, read> beta: array<f32>;
@group(0) @binding(5) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = id.y * groups.x * 64u + id.x;
  if (thread >= chunk.count * PER_IMAGE) { return; }
  let at = chunk.first * PER_IMAGE + thread;
  let c = at % C;
  let s = statistics[c];
  y[at] = gamma[c] * ((x[at] - s.x) * s.y) + beta[c];
}
