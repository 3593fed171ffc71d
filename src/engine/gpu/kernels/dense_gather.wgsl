// A block's columns of the dense matrix from compact rows, zeros too: threads side by side write side by side, as a GPU likes it, and
// nothing has to be cleared. A thread makes one column of some rows, for finding out where a column comes from takes divisions.

override COLUMNS: u32;

@group(0) @binding(1) var<storage, read> compact: array<f32>;
@group(0) @binding(2) var<storage, read_write> dense: array<f32>;

const ROWS = 8u;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  let local = thread % SIZE;
  let begin = thread / SIZE * ROWS;
  for (var k = begin; k < min(begin + ROWS, chunk.count); k++) {
    let r = chunk.first + k;
    let at = compactOf(r, local);
    var value = 0.0;
    if (at >= 0) { value = compact[(r - chunk.slab) * ROW_WIDTH + OFFSET + u32(at)]; }
    dense[(r - chunk.base) * COLUMNS + START + local] = value;
  }
}
