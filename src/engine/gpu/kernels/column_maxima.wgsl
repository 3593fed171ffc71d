// Per column and stripe of STRIPE_ROWS rows: the entry of largest magnitude (as bits) and its row, counted from the Jacobian's
// first; −1 where all are zero. A thread a (stripe, column).

override STRIPE_ROWS: u32;

@group(0) @binding(1) var<storage, read> compact: array<f32>;
@group(0) @binding(2) var<storage, read_write> found: array<vec2u>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  let stripes = (chunk.count + STRIPE_ROWS - 1u) / STRIPE_ROWS;
  if (thread >= stripes * SIZE) { return; }
  let local = thread % SIZE;
  let first = (thread / SIZE) * STRIPE_ROWS;
  let end = min(first + STRIPE_ROWS, chunk.count);
  var best = 0.0;
  var row = 0xffffffffu;
  for (var at = first; at < end; at++) {
    let k = compactOf(FIRST_ROW + chunk.first + at, local);
    if (k < 0) { continue; }
    let value = compact[(chunk.first - chunk.slab + at) * ROW_WIDTH + OFFSET + u32(k)];
    if (abs(value) > abs(best)) {
      best = value;
      row = chunk.first + at;
    }
  }
  found[thread] = vec2u(bitcast<u32>(best), row);
}
