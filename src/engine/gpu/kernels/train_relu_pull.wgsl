// ReLU pulled back: the cotangent where the output is above zero. A thread sixteen numbers, 64 apart.

override NUMBERS: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read> y: array<f32>;
@group(0) @binding(3) var<storage, read_write> pulled: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  let first = thread / 64u * 1024u + thread % 64u;
  let numbers = chunk.count * NUMBERS;
  for (var at = first; at < min(first + 1024u, numbers); at += 64u) {
    pulled[at] = select(cotangent[at], 0.0, y[at] <= 0.0);
  }
}
