// Of every column over stripes of STRIPE_ROWS rows: Σ value, Σ |value|, Σ value², the number of largest magnitude, and its row
// counted from the Jacobian's first, plus one (0: all are zero). A thread a (stripe, column); the host puts the stripes together.

override STRIPE_ROWS: u32;

@group(0) @binding(1) var<storage, read> compact: array<f32>;
@group(0) @binding(2) var<storage, read_write> found: array<u32>;

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
  var best = 0.0;
  var row = 0u;
  // Σ value, Σ |value|, Σ value²: of thirty-two, of thirty-two of those, then of these.
  var total = vec3f(0.0);
  var r = rows.x;
  while (r < end) {
    var middle = vec3f(0.0);
    for (var turn = 0u; turn < 32u && r < end; turn++) {
      var partial = vec3f(0.0);
      for (var at = 0u; at < 32u && r < end; at++) {
        let k = compactOf(r, local);
        if (k >= 0) {
          let value = compact[(r - chunk.slab) * ROW_WIDTH + OFFSET + u32(k)];
          partial += vec3f(value, abs(value), value * value);
          if (abs(value) > abs(best)) {
            best = value;
            row = r - chunk.base + 1u;
          }
        }
        r += step;
      }
      middle += partial;
    }
    total += middle;
  }
  let to = 5u * thread;
  found[to] = bitcast<u32>(total.x);
  found[to + 1u] = bitcast<u32>(total.y);
  found[to + 2u] = bitcast<u32>(total.z);
  found[to + 3u] = bitcast<u32>(best);
  found[to + 4u] = row;
}
