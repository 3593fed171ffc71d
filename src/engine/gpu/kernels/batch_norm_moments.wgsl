// (mean, 1/σ) of every channel over all positions of all images: a thread a channel, two passes, sums of sums of 256.

override C: u32;
override POSITIONS: u32;
override EPSILON: f32;

struct Chunk { first: u32, count: u32, slab: u32, pad: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> statistics: array<vec2f>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let c = id.x;
  if (c >= C || chunk.count == 0u) { return; }
  var total = 0.0;
  for (var begin = 0u; begin < POSITIONS; begin += 256u) {
    var partial = 0.0;
    for (var p = begin; p < min(begin + 256u, POSITIONS); p++) { partial += x[p * C + c]; }
    total += partial;
  }
  let mean = total / f32(POSITIONS);
  var squares = 0.0;
  for (var begin = 0u; begin < POSITIONS; begin += 256u) {
    var partial = 0.0;
    for (var p = begin; p < min(begin + 256u, POSITIONS); p++) {
      let d = x[p * C + c] - mean;
      partial += d * d;
    }
    squares += partial;
  }
  statistics[c] = vec2f(mean, 1.0 / sqrt(squares / f32(POSITIONS) + EPSILON));
}
