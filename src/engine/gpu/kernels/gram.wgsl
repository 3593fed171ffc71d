// J Jᵀ between chosen rows of two Jacobians, added block by block: a thread a pair of rows. A number of a row meets the one of
// the other row that belongs to the same column, if there is one. Pairs of which a row lies in another buffer are passed over.

// How many rows are chosen on either side.
override ROWS: u32;
override OTHERS: u32;
// FIRST_IMAGE of the other Jacobian.
override OTHER_FIRST_IMAGE: u32;

@group(0) @binding(1) var<storage, read> compact: array<f32>;
@group(0) @binding(2) var<storage, read> other: array<f32>;
// The chosen rows, then the chosen ones of the other Jacobian.
@group(0) @binding(3) var<storage, read> chosen: array<u32>;
// First row that `other` holds, and how many.
@group(0) @binding(4) var<storage, read> held: array<u32>;
@group(0) @binding(5) var<storage, read_write> gram: array<f32>;

fn product(ra: u32, rb: u32, a: u32, b: u32, k: u32) -> f32 {
  if (STRUCTURE != 2u) { return compact[a + k] * other[b + k]; }
  let column = columnOf(ra, k);
  if (column < 0) { return 0.0; }
  // As it is counted from the other's first image; before that one it is no column of the other's rows.
  let there = column + (i32(FIRST_IMAGE) - i32(OTHER_FIRST_IMAGE)) * i32(pixels());
  if (there < 0) { return 0.0; }
  let meets = compactOf(rb, u32(there));
  if (meets < 0) { return 0.0; }
  return compact[a + k] * other[b + u32(meets)];
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  if (thread >= ROWS * OTHERS) { return; }
  let ra = chosen[thread / OTHERS];
  let rb = chosen[ROWS + thread % OTHERS];
  // Unsigned: what lies before the first is far beyond the last.
  if (ra - chunk.first >= chunk.count || rb - held[0] >= held[1]) { return; }
  if (STRUCTURE == 0u && ra % CHANNELS != rb % CHANNELS) { return; }
  let a = (ra - chunk.slab) * ROW_WIDTH + OFFSET;
  let b = (rb - held[0]) * ROW_WIDTH + OFFSET;
  // Sums of thirty-two, thrice over: error follows the longest chain of additions.
  var total = 0.0;
  var k = 0u;
  while (k < WIDTH) {
    var large = 0.0;
    for (var outer = 0u; outer < 32u && k < WIDTH; outer++) {
      var middle = 0.0;
      for (var inner = 0u; inner < 32u && k < WIDTH; inner++) {
        var partial = 0.0;
        for (let end = min(k + 32u, WIDTH); k < end; k++) { partial += product(ra, rb, a, b, k); }
        middle += partial;
      }
      large += middle;
    }
    total += large;
  }
  gram[thread] += total;
}
