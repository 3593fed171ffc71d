// Each image's part of the mean softmax cross-entropy: a thread an image.

override CLASSES: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
@group(0) @binding(2) var<storage, read> labels: array<i32>;
@group(0) @binding(3) var<storage, read_write> losses: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let n = threadOf(id, groups);
  if (n >= chunk.count) { return; }
  let at = n * CLASSES;
  var top = logits[at];
  for (var k = 1u; k < CLASSES; k++) { top = max(top, logits[at + k]); }
  var total = 0.0;
  for (var k = 0u; k < CLASSES; k++) { total += exp(logits[at + k] - top); }
  losses[n] = (log(total) + top - logits[at + u32(labels[n])]) / f32(chunk.count);
}
