// Of every column over stripes of STRIPE_ROWS rows: Σ |value|, added to what is there. A thread a (stripe, column); the host adds the stripes.

override STRIPE_ROWS: u32;

@group(0) @binding(1) var<storage, read> compact: array<f32>;
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  let stripes = (chunk.count + STRIPE_ROWS - 1u) / STRIPE_ROWS;
  if (thread >= stripes * SIZE) { return; }
  let local = thread % SIZE;
  let begin = chunk.first + (thread / SIZE) * STRIPE_ROWS;
  let rows = rowsOf(begin, min(begin + STRIPE_ROWS, chunk.first + chunk.count), local);
  let end = rows.y;
  let step = rowStep();
  // Sums of thirty-two, of thirty-two of those, then of these.
  var total = 0.0;
  var r = rows.x;
  if (STRUCTURE == 2u) {
    while (r < end) {
      var middle = 0.0;
      for (var turn = 0u; turn < 32u && r < end; turn++) {
        var partial = 0.0;
        for (var at = 0u; at < 32u && r < end; at++) {
          let k = compactOf(r, local);
          if (k >= 0) { partial += abs(compact[(r - chunk.slab) * ROW_WIDTH + OFFSET + u32(k)]); }
          r += step;
        }
        middle += partial;
      }
      total += middle;
    }
  } else if (r < end) {
    // Of these structures a column is the same number of every row that feeds it.
    var at = (r - chunk.slab) * ROW_WIDTH + OFFSET + u32(compactOf(r, local));
    let count = (end - r + step - 1u) / step;
    let stride = step * ROW_WIDTH;
    for (var first = 0u; first < count; first += 1024u) {
      var middle = 0.0;
      let last = min(first + 1024u, count);
      for (var begin = first; begin < last; begin += 32u) {
        var partial = 0.0;
        for (var n = begin; n < min(begin + 32u, last); n++) {
          partial += abs(compact[at]);
          at += stride;
        }
        middle += partial;
      }
      total += middle;
    }
  }
  sums[thread] += total;
}
