// Rows of each position, those with one source side by side: a thread a cell, which finds its place among those of its position.
// Rows that are not alive are left out. A row is noted as its channel, and above the sixteenth bit how many rows from it on have its source; none: no more.

override CELLS: u32;
override CHANNELS: u32;
// 0: every cell is its own source, so all rows of a position have the same.
override MOVED: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> live: array<f32>;
@group(0) @binding(2) var<storage, read> source: array<u32>;
@group(0) @binding(3) var<storage, read_write> order: array<u32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * CELLS) { return; }
  let q = chunk.first * CELLS + thread;
  let own = q % CHANNELS;
  let position = q - own;
  let origin = select(0u, source[q] / CHANNELS, MOVED == 1u);
  var alive = 0u;
  var before = 0u;
  var alike = 0u;
  for (var c = 0u; c < CHANNELS; c++) {
    let other = select(0u, source[position + c] / CHANNELS, MOVED == 1u);
    let lives = live[position + c] != 0.0;
    let same = lives & (other == origin);
    alive += u32(lives);
    alike += u32(same & (c >= own));
    before += u32((same & (c < own)) | (lives & (other < origin)));
  }
  if (live[q] != 0.0) { order[position + before] = own | (alike << 16u); }
  if (own >= alive) { order[q] = 0u; }
}
