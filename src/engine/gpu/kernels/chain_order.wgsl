// Rows of each position, those with one source side by side: a thread a cell, which finds its place among those of its position.
// Rows that are not alive are left out. A row is noted as its channel, marked where a source begins; all ones: no more rows.

override CELLS: u32;
override CHANNELS: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> live: array<f32>;
@group(0) @binding(2) var<storage, read> source: array<u32>;
@group(0) @binding(3) var<storage, read_write> order: array<u32>;

const MARK = 0x80000000u;
const NO_MORE = 0xffffffffu;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = id.y * groups.x * 64u + id.x;
  if (thread >= chunk.count * CELLS) { return; }
  let q = chunk.first * CELLS + thread;
  let own = q % CHANNELS;
  let position = q - own;
  let origin = source[q] / CHANNELS;
  var alive = 0u;
  var before = 0u;
  var alike = 0u;
  for (var c = 0u; c < CHANNELS; c++) {
    let other = source[position + c] / CHANNELS;
    let lives = live[position + c] != 0.0;
    let earlier = lives && other == origin && c < own;
    alive += u32(lives);
    alike += u32(earlier);
    before += u32(earlier || (lives && other < origin));
  }
  if (live[q] != 0.0) { order[position + before] = own | select(0u, MARK, alike == 0u); }
  if (own >= alive) { order[q] = NO_MORE; }
}
