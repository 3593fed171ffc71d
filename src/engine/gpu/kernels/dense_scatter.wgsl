// Compact rows into the dense matrix, which is all zeros: only what can differ from zero is written.
// A thread moves up to thirty-two numbers of one row.

override COLUMNS: u32;

@group(0) @binding(1) var<storage, read> compact: array<f32>;
@group(0) @binding(2) var<storage, read_write> dense: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let tiles = (WIDTH + 31u) / 32u;
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * tiles) { return; }
  let r = chunk.first + thread / tiles;
  let base = (r - chunk.slab) * ROW_WIDTH + OFFSET;
  let begin = (thread % tiles) * 32u;
  let to = (r - chunk.base) * COLUMNS + START;
  if (STRUCTURE == 0u) {
    // The row's own channel: columns CHANNELS apart.
    var column = to + begin * CHANNELS + r % CHANNELS;
    var at = base + begin;
    let end = at + min(32u, WIDTH - begin);
    for (; at < end; at++) {
      let value = compact[at];
      if (value != 0.0) { dense[column] = value; }
      column += CHANNELS;
    }
    return;
  }
  for (var k = begin; k < min(begin + 32u, WIDTH); k++) {
    let value = compact[base + k];
    let column = columnOf(r, k);
    if (value != 0.0 && column >= 0) { dense[to + u32(column)] = value; }
  }
}
