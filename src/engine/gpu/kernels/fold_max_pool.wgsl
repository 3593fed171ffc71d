// Folds a max pool: every cell's source becomes the winner. Chunks count images.

override CELLS: u32;
override FIRST: u32;
override MOVED: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> winners: array<u32>;
@group(0) @binding(2) var<storage, read_write> gain: array<f32>;
@group(0) @binding(3) var<storage, read_write> source: array<u32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * CELLS) { return; }
  let q = chunk.first * CELLS + thread;
  var at = q;
  if (MOVED == 1u) { at = source[q]; }
  source[q] = winners[at];
  if (FIRST == 1u) { gain[q] = 1.0; }
}
