// Shared frame of kernels that add along columns: a thread goes down a stripe of STRIPE_ROWS rows for one column. The kernel says
// what a Sum is, the `term` that a number adds to it, and how to `leave` it; the host adds the stripes.

override STRIPE_ROWS: u32;

@group(0) @binding(1) var<storage, read> compact: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  let stripes = (chunk.count + STRIPE_ROWS - 1u) / STRIPE_ROWS;
  if (thread >= stripes * SIZE) { return; }
  let local = thread % SIZE;
  let top = chunk.first + (thread / SIZE) * STRIPE_ROWS;
  let rows = rowsOf(top, min(top + STRIPE_ROWS, chunk.first + chunk.count), local);
  let step = rowStep();
  // Of every row that feeds it a column is the same number, but for windows.
  let same = compactOf(rows.x, local);
  // Sums of thirty-two, sums of thirty-two of those, then of these: error follows the longest chain of additions.
  var total = Sum();
  for (var first = rows.x; first < rows.y; first += 1024u * step) {
    let last = min(first + 1024u * step, rows.y);
    var middle = Sum();
    for (var begin = first; begin < last; begin += 32u * step) {
      var partial = Sum();
      for (var r = begin; r < min(begin + 32u * step, last); r += step) {
        let at = (r - chunk.slab) * ROW_WIDTH + OFFSET;
        if (STRUCTURE == 2u) {
          let k = compactOf(r, local);
          if (k >= 0) { partial += term(compact[at + u32(k)], r); }
        } else {
          partial += term(compact[at + u32(same)], r);
        }
      }
      middle += partial;
    }
    total += middle;
  }
  leave(thread, total);
}
