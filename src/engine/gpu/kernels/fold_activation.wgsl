// Folds an activation: every cell's gain times f′ at its source. Chunks count images.

override CELLS: u32;
// 1: nothing has been folded yet.
override FIRST: u32;
// 1: `source` says where each cell comes from; 0: from itself.
override MOVED: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> gain: array<f32>;
@group(0) @binding(3) var<storage, read> source: array<u32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * CELLS) { return; }
  let q = chunk.first * CELLS + thread;
  var at = q;
  if (MOVED == 1u) { at = source[q]; }
  var g = 1.0;
  if (FIRST == 0u) { g = gain[q]; }
  gain[q] = g * slope(x[at]);
}
