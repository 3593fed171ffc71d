// An elementwise activation for a range of images.
override PER_IMAGE: u32;

struct Chunk { first: u32, count: u32, slab: u32, pad: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * PER_IMAGE) { return; }
  let at = chunk.first * PER_IMAGE + thread;
  y[at] = activate(x[at]);
}
