// J Jᵀ between the rows of two Jacobians, added block by block: a thread a pair of rows. A number of a row meets the one of the
// other row that belongs to the same column, if there is one.

// First row of the other Jacobian among all rows, its rows, and the first that its buffer holds.
override OTHER_FIRST_ROW: u32;
override OTHER_ROWS: u32;
override OTHER_FIRST: u32;
override OTHER_COUNT: u32;

@group(0) @binding(1) var<storage, read> compact: array<f32>;
@group(0) @binding(2) var<storage, read> other: array<f32>;
@group(0) @binding(3) var<storage, read_write> gram: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * OTHER_COUNT) { return; }
  let a = chunk.first + thread / OTHER_COUNT;
  let b = OTHER_FIRST + thread % OTHER_COUNT;
  let ra = FIRST_ROW + a;
  let rb = OTHER_FIRST_ROW + b;
  if (STRUCTURE == 0u && ra % CHANNELS != rb % CHANNELS) { return; }
  let base_a = (a - chunk.slab) * ROW_WIDTH + OFFSET;
  let base_b = (b - OTHER_FIRST) * ROW_WIDTH + OFFSET;
  // Sums of thirty-two first, then of those.
  var total = 0.0;
  for (var begin = 0u; begin < WIDTH; begin += 32u) {
    var partial = 0.0;
    for (var k = begin; k < min(begin + 32u, WIDTH); k++) {
      if (STRUCTURE == 2u) {
        let column = columnOf(ra, k);
        if (column < 0) { continue; }
        let meets = compactOf(rb, u32(column));
        if (meets >= 0) { partial += compact[base_a + k] * other[base_b + u32(meets)]; }
      } else {
        partial += compact[base_a + k] * other[base_b + k];
      }
    }
    total += partial;
  }
  gram[a * OTHER_ROWS + b] += total;
}
