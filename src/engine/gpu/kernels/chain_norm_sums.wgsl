// Batch statistics, first of three kernels: sums over positions of each number of the rows below, and of it times x̂, by
// channel. A thread sums one number of one channel over a stripe of positions of the chunk's images.

override CHANNELS: u32;
override WIDTH_BELOW: u32;
override POSITIONS: u32;
override STRIPE: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> below: array<f32>;
@group(0) @binding(2) var<storage, read> live_below: array<f32>;
@group(0) @binding(3) var<storage, read> x: array<f32>;
@group(0) @binding(4) var<storage, read> statistics: array<vec2f>;
@group(0) @binding(5) var<storage, read_write> sums: array<vec2f>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let numbers = CHANNELS * WIDTH_BELOW;
  let thread = threadOf(id, groups);
  let stripes = (POSITIONS + STRIPE - 1u) / STRIPE;
  if (thread >= numbers * stripes || chunk.count == 0u) { return; }
  let number = thread % WIDTH_BELOW;
  let c = (thread / WIDTH_BELOW) % CHANNELS;
  let s = statistics[c];
  let first = (thread / numbers) * STRIPE;
  let end = min(first + STRIPE, POSITIONS);
  var total = vec2f(0.0);
  for (var part = first; part < end; part += 16u) {
    var partial = vec2f(0.0);
    for (var p = part; p < min(part + 16u, end); p++) {
      let q = p * CHANNELS + c;
      if (live_below[q] == 0.0) { continue; }
      let value = below[q * WIDTH_BELOW + number];
      partial += vec2f(value, value * ((x[q] - s.x) * s.y));
    }
    total += partial;
  }
  sums[thread] = total;
}
