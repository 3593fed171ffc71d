// Rows of each position that are alive, those with one source side by side: a thread a position. A row is noted as its channel, the
// first of those with one source with their number above the sixteenth bit; where a number is nought there are no more. Expanded by
// gpu/expand.ts: where sources have moved (moved); if not (still), all rows of a position have the same.

override CELLS: u32;
override CHANNELS: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> live: array<f32>;
@group(0) @binding(2) var<storage, read> source: array<u32>;
@group(0) @binding(3) var<storage, read_write> order: array<u32>;

const NONE = 0xffffffffu;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  let positions = CELLS / CHANNELS;
  if (thread >= chunk.count * positions) { return; }
  let rows = (chunk.first * positions + thread) * CHANNELS;
  var placed = 0u;
  //# each still
  var first = 0u;
  for (var c = 0u; c < CHANNELS; c++) {
    if (live[rows + c] != 0.0) {
      order[rows + placed] = c;
      first = select(first, c, placed == 0u);
      placed++;
    }
  }
  if (placed > 0u) { order[rows] = first | (placed << 16u); }
  //# end
  //# each moved
  // From one source to the next. Cells keep their channel, so without it sources tell positions apart.
  var origin = NONE;
  for (var c = 0u; c < CHANNELS; c++) {
    let other = source[rows + c] - c;
    origin = select(origin, min(origin, other), live[rows + c] != 0.0);
  }
  while (origin != NONE) {
    let begin = placed;
    var first = 0u;
    var next = NONE;
    for (var c = 0u; c < CHANNELS; c++) {
      let other = source[rows + c] - c;
      let lives = live[rows + c] != 0.0;
      next = select(next, min(next, other), lives & (other > origin));
      if (lives & (other == origin)) {
        order[rows + placed] = c;
        first = select(first, c, placed == begin);
        placed++;
      }
    }
    order[rows + begin] = first | ((placed - begin) << 16u);
    origin = next;
  }
  //# end
  if (placed < CHANNELS) { order[rows + placed] = 0u; }
}
