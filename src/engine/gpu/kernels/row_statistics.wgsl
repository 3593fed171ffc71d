// Of every row, over stripes of 512 compact numbers: Σ value², the number of largest magnitude, and its column in θ plus one
// (0: all are zero). A thread a (row, stripe); the host puts the stripes together.

override STRIPES: u32;
override STRIPE_OFFSET: u32;

@group(0) @binding(1) var<storage, read> compact: array<f32>;
@group(0) @binding(2) var<storage, read_write> found: array<u32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let stripes = (WIDTH + 511u) / 512u;
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * stripes) { return; }
  let r = chunk.first + thread / stripes;
  let first = (thread % stripes) * 512u;
  let end = min(first + 512u, WIDTH);
  let base = (r - chunk.slab) * ROW_WIDTH + OFFSET;
  var squares = 0.0;
  var best = 0.0;
  var number = 0xffffffffu;
  for (var begin = first; begin < end; begin += 32u) {
    var partial = 0.0;
    for (var k = begin; k < min(begin + 32u, end); k++) {
      let value = compact[base + k];
      partial += value * value;
      if (abs(value) > abs(best)) {
        best = value;
        number = k;
      }
    }
    squares += partial;
  }
  let to = 3u * ((r - chunk.base) * STRIPES + STRIPE_OFFSET + thread % stripes);
  found[to] = bitcast<u32>(squares);
  found[to + 1u] = bitcast<u32>(best);
  found[to + 2u] = 0u;
  if (number != 0xffffffffu) { found[to + 2u] = START + u32(columnOf(r, number)) + 1u; }
}
