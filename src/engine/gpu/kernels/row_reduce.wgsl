// Partial sums along rows: Σ value² (SQUARE = 1) or Σ value · v[column] over stripes of 512 compact numbers.
// A thread a (row, stripe); the host adds the stripes in float64.

override SQUARE: u32;
override STRIPES: u32;
override STRIPE_OFFSET: u32;

@group(0) @binding(1) var<storage, read> compact: array<f32>;
@group(0) @binding(2) var<storage, read> v: array<f32>;
@group(0) @binding(3) var<storage, read_write> sums: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let stripes = (WIDTH + 511u) / 512u;
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * stripes) { return; }
  let r = chunk.first + thread / stripes;
  let first = (thread % stripes) * 512u;
  let end = min(first + 512u, WIDTH);
  let base = (r - chunk.slab) * ROW_WIDTH + OFFSET;
  var total = 0.0;
  for (var begin = first; begin < end; begin += 32u) {
    var partial = 0.0;
    for (var k = begin; k < min(begin + 32u, end); k++) {
      let value = compact[base + k];
      if (SQUARE == 1u) {
        partial += value * value;
      } else {
        let column = columnOf(r, k);
        if (column >= 0) { partial += value * v[START + u32(column)]; }
      }
    }
    total += partial;
  }
  sums[(r - chunk.base) * STRIPES + STRIPE_OFFSET + thread % stripes] = total;
}
