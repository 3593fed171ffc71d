// The mean softmax cross-entropy pulled back to the logits: (softmax − label)/N times the cotangent. A thread an image.

override CLASSES: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read> logits: array<f32>;
@group(0) @binding(3) var<storage, read> labels: array<i32>;
@group(0) @binding(4) var<storage, read_write> pulled: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let n = threadOf(id, groups);
  if (n >= chunk.count) { return; }
  let at = n * CLASSES;
  var top = logits[at];
  for (var k = 1u; k < CLASSES; k++) { top = max(top, logits[at + k]); }
  var total = 0.0;
  for (var k = 0u; k < CLASSES; k++) { total += exp(logits[at + k] - top); }
  let scale = cotangent[0] / f32(chunk.count);
  for (var k = 0u; k < CLASSES; k++) {
    pulled[at + k] = scale * (exp(logits[at + k] - top) / total - select(0.0, 1.0, u32(labels[n]) == k));
  }
}
