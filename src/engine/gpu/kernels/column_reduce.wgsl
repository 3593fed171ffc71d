// Partial sums along columns: Σ u[row] · value (SQUARE = 0) or Σ value² (1) over stripes of STRIPE_ROWS rows.
// A thread a (stripe, column); the host adds the stripes in float64.

override SQUARE: u32;
override STRIPE_ROWS: u32;

@group(0) @binding(1) var<storage, read> compact: array<f32>;
@group(0) @binding(2) var<storage, read> u: array<f32>;
@group(0) @binding(3) var<storage, read_write> sums: array<f32>;

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
  // Sums of thirty-two, sums of thirty-two of those, then of these: error follows the longest chain of additions.
  var total = 0.0;
  var r = rows.x;
  while (r < end) {
    var middle = 0.0;
    for (var turn = 0u; turn < 32u && r < end; turn++) {
      var partial = 0.0;
      for (var at = 0u; at < 32u && r < end; at++) {
        let k = compactOf(r, local);
        if (k >= 0) {
          let value = compact[(r - chunk.slab) * ROW_WIDTH + OFFSET + u32(k)];
          if (SQUARE == 1u) {
            partial += value * value;
          } else {
            partial += value * u[r - chunk.base];
          }
        }
        r += step;
      }
      middle += partial;
    }
    total += middle;
  }
  sums[thread] = total;
}
