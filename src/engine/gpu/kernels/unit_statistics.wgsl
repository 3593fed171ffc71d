// Of every unit, over all images among the rows and over stripes of 512 compact numbers: Σ |value| and Σ value², added to what is there.
// A thread a (unit, stripe); the host adds the stripes.

// Rows of one image.
override UNITS: u32;
override STRIPES: u32;
override STRIPE_OFFSET: u32;

@group(0) @binding(1) var<storage, read> compact: array<f32>;
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let stripes = (WIDTH + 511u) / 512u;
  let thread = threadOf(id, groups);
  if (thread >= UNITS * stripes) { return; }
  let unit = thread / stripes;
  let first = (thread % stripes) * 512u;
  let end = min(first + 512u, WIDTH);
  var r = chunk.first + (unit + UNITS - chunk.first % UNITS) % UNITS;
  let last = chunk.first + chunk.count;
  // Sums of thirty-two numbers, of rows, of thirty-two rows: error follows the longest chain of additions.
  var total = vec2f(0.0);
  while (r < last) {
    var middle = vec2f(0.0);
    for (var turn = 0u; turn < 32u && r < last; turn++) {
      let base = (r - chunk.slab) * ROW_WIDTH + OFFSET;
      for (var begin = first; begin < end; begin += 32u) {
        var partial = vec2f(0.0);
        for (var k = begin; k < min(begin + 32u, end); k++) {
          let value = compact[base + k];
          partial += vec2f(abs(value), value * value);
        }
        middle += partial;
      }
      r += UNITS;
    }
    total += middle;
  }
  let to = 2u * (unit * STRIPES + STRIPE_OFFSET + thread % stripes);
  sums[to] += total.x;
  sums[to + 1u] += total.y;
}
