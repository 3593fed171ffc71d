// PReLU, forward: a thread an output.

override H: u32;
override W: u32;
override C: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> alpha: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let per_image = H * W * C;
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * per_image) { return; }
  let at = chunk.first * per_image + thread;
  let value = x[at];
  y[at] = select(value * alpha[alphaIndex((at / (C * W)) % H, (at / C) % W, at % C)], value, value > 0.0);
}
