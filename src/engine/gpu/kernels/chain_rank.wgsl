// What chain_order.wgsl makes, a thread a row: where positions are few, a GPU finds each row's place at once. Cells keep their channel,
// so without it sources tell positions apart; of a position whose rows have not moved (MOVED 0) all are alike.

override CELLS: u32;
override CHANNELS: u32;
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
  let channel = q % CHANNELS;
  let rows = q - channel;
  let origin = select(0u, source[q] - channel, MOVED == 1u);
  // Rows before this one in the list, those of them with its source, and all with its source.
  var before = 0u;
  var alike_before = 0u;
  var alike = 0u;
  var alive = 0u;
  for (var c = 0u; c < CHANNELS; c++) {
    let lives = u32(live[rows + c] != 0.0);
    let other = select(0u, source[rows + c] - c, MOVED == 1u);
    let same = lives * u32(other == origin);
    before += lives * u32(other < origin);
    alike += same;
    alike_before += same * u32(c < channel);
    alive += lives;
  }
  if (live[q] != 0.0) { order[rows + before + alike_before] = channel | select(0u, alike << 16u, alike_before == 0u); }
  // A thread whose own row may be alive as well.
  if (channel == 0u && alive < CHANNELS) { order[rows + alive] = 0u; }
}
