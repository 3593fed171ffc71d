// First stage of a bias's gradient: Σ of one channel's cotangent over a stripe of positions. A thread a (stripe, channel).

override C: u32;
override PLANE: u32;
override STRIPES: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read_write> partial: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = id.y * groups.x * 64u + id.x;
  let c = thread % C;
  let stripe = thread / C;
  if (stripe >= STRIPES) { return; }
  let positions = chunk.count * PLANE;
  let length = (positions + STRIPES - 1u) / STRIPES;
  let end = min((stripe + 1u) * length, positions);
  var sum = 0.0;
  for (var begin = stripe * length; begin < end; begin += 32u) {
    var part = 0.0;
    for (var p = begin; p < min(begin + 32u, end); p++) { part += cotangent[p * C + c]; }
    sum += part;
  }
  partial[stripe * C + c] = sum;
}
