// Partial sums along columns: Σ u[row] · value (OF = 0), Σ value² (1) or Σ |value| (2) over stripes of STRIPE_ROWS rows.
// A thread a (stripe, column); the host adds the stripes in float64.

override OF: u32;
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
  let first = (thread / SIZE) * STRIPE_ROWS;
  let end = min(first + STRIPE_ROWS, chunk.count);
  // A channel's column is fed by every CHANNELS-th row only.
  var row = first;
  var step = 1u;
  if (STRUCTURE == 0u) {
    let here = (FIRST_ROW + chunk.first + first) % CHANNELS;
    row = first + (local % CHANNELS + CHANNELS - here) % CHANNELS;
    step = CHANNELS;
  }
  var total = 0.0;
  for (; row < end; row += 32u * step) {
    var partial = 0.0;
    for (var at = row; at < min(row + 32u * step, end); at += step) {
      let k = compactOf(FIRST_ROW + chunk.first + at, local);
      if (k < 0) { continue; }
      let value = compact[(chunk.first - chunk.slab + at) * ROW_WIDTH + OFFSET + u32(k)];
      if (OF == 0u) { partial += value * u[chunk.first + at]; }
      if (OF == 1u) { partial += value * value; }
      if (OF == 2u) { partial += abs(value); }
    }
    total += partial;
  }
  sums[thread] = total;
}
