// Rows of each position, those with one source side by side: a thread a cell, which finds its place among those of its position.
// Rows that are not alive are left out. A row is noted as its channel, and above the sixteenth bit how many rows from it on have its
// source; none: no more. Expanded by gpu/expand.ts: where sources have moved (moved); if not, all rows of a position have the same.

override CELLS: u32;
override CHANNELS: u32;

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
  //# each moved
  // Cells keep their channel, so without it sources tell positions apart.
  let origin = source[q] - own;
  var alike = 0u;
  //# end
  var alive = 0u;
  var before = 0u;
  for (var c = 0u; c < CHANNELS; c++) {
    let lives = live[position + c] != 0.0;
    alive += u32(lives);
    //# each still
    before += u32(lives & (c < own));
    //# end
    //# each moved
    let other = source[position + c] - c;
    alike += u32(lives & (other == origin) & (c >= own));
    before += u32(lives & ((other < origin) | ((other == origin) & (c < own))));
    //# end
  }
  //# each still
  let alike = alive - before;
  //# end
  if (live[q] != 0.0) { order[position + before] = own | (alike << 16u); }
  if (own >= alive) { order[q] = 0u; }
}
