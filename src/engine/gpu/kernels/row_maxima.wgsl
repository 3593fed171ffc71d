// Per row: the entry of largest magnitude of one block (as bits) and its column in θ, if it is larger than what was found in the
// blocks before; −1 where all are zero. A thread a row.

@group(0) @binding(1) var<storage, read> compact: array<f32>;
@group(0) @binding(2) var<storage, read_write> found: array<vec2u>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  if (thread >= chunk.count) { return; }
  let row = chunk.first + thread;
  let base = (row - chunk.slab) * ROW_WIDTH + OFFSET;
  var best = bitcast<f32>(found[row].x);
  var number = 0xffffffffu;
  for (var k = 0u; k < WIDTH; k++) {
    let value = compact[base + k];
    if (abs(value) > abs(best)) {
      best = value;
      number = k;
    }
  }
  if (number != 0xffffffffu) {
    let column = columnOf(FIRST_ROW + row, number);
    found[row] = vec2u(bitcast<u32>(best), START + u32(column) + 1u);
  }
}
