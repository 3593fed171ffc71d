// Second stage of a sum: Σ over stripes, sixteen at a time, for a thread's own number; then what ends a linear layer.

// How many numbers a stripe has, for each image where PER_IMAGE = 1; 0 stripes: one an image.
override NUMBERS: u32;
override PER_IMAGE: u32;
override STRIPES: u32;
override CHANNELS: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> partial: array<f32>;
@group(0) @binding(2) var<storage, read> scale: array<f32>;
@group(0) @binding(3) var<storage, read> shift: array<f32>;
@group(0) @binding(4) var<storage, read_write> sums: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  let numbers = NUMBERS * select(1u, chunk.count, PER_IMAGE == 1u);
  if (thread >= numbers) { return; }
  let stripes = select(STRIPES, chunk.count, STRIPES == 0u);
  var total = 0.0;
  for (var begin = 0u; begin < stripes; begin += 16u) {
    var sixteen = 0.0;
    for (var stripe = begin; stripe < min(begin + 16u, stripes); stripe++) { sixteen += partial[stripe * numbers + thread]; }
    total += sixteen;
  }
  sums[thread] = finished(total, endOf(thread % CHANNELS));
}
