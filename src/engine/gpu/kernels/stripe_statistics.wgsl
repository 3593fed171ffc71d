// The stripes of tile_statistics.wgsl put together for each column, and added to what is there: Σ value, Σ |value|, Σ value², the
// number of largest magnitude, and its row counted from the Jacobian's first, plus one (0: all are zero). A thread a column.

override STRIPE_ROWS: u32;

@group(0) @binding(1) var<storage, read> compact: array<f32>;
@group(0) @binding(2) var<storage, read> of_stripes: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> found: array<u32>;

fn add(at: u32, value: f32) { found[at] = bitcast<u32>(bitcast<f32>(found[at]) + value); }

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let local = threadOf(id, groups);
  if (local >= SIZE) { return; }
  let stripes = (chunk.count + STRIPE_ROWS - 1u) / STRIPE_ROWS;
  var total = vec3f(0.0);
  var most = 0.0;
  var where_ = 0u;
  for (var begin = 0u; begin < stripes; begin += 32u) {
    var partial = vec3f(0.0);
    for (var s = begin; s < min(begin + 32u, stripes); s++) {
      let stripe = of_stripes[s * SIZE + local];
      partial += stripe.xyz;
      where_ = select(where_, s, stripe.w > most);
      most = max(most, stripe.w);
    }
    total += partial;
  }
  let to = 5u * (START + local);
  add(to, total.x);
  add(to + 1u, total.y);
  add(to + 2u, total.z);
  if (most <= abs(bitcast<f32>(found[to + 3u]))) { return; }
  // The stripe is gone through once more for the first number that is as large.
  let begin = chunk.first + where_ * STRIPE_ROWS;
  let rows = rowsOf(begin, min(begin + STRIPE_ROWS, chunk.first + chunk.count), local);
  var best = 0.0;
  var row = 0u;
  for (var r = rows.x; r < rows.y; r += rowStep()) {
    let value = compact[(r - chunk.slab) * ROW_WIDTH + OFFSET + u32(compactOf(r, local))];
    let first = row == 0u && abs(value) == most;
    best = select(best, value, first);
    row = select(row, r - chunk.base + 1u, first);
  }
  found[to + 3u] = bitcast<u32>(best);
  found[to + 4u] = row;
}
