// (mean, 1/σ) of every channel over all positions of all images: a thread a channel, two passes. Sums of thirty-two, sums of
// thirty-two of those, then of these: error follows the longest chain of additions.

override C: u32;
override POSITIONS: u32;
override EPSILON: f32;

struct Chunk { first: u32, count: u32, slab: u32, pad: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> statistics: array<vec2f>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let c = id.x;
  if (c >= C || chunk.count == 0u) { return; }
  let mean = sumsAbout(c, 0.0).x / f32(POSITIONS);
  // What the first mean misses, the second pass finds.
  let rest = sumsAbout(c, mean) / f32(POSITIONS);
  statistics[c] = vec2f(mean + rest.x, 1.0 / sqrt(rest.y - rest.x * rest.x + EPSILON));
}

// Σ (x − middle) and Σ (x − middle)².
fn sumsAbout(c: u32, middle: f32) -> vec2f {
  var total = vec2f(0.0);
  var p = 0u;
  while (p < POSITIONS) {
    var thousand = vec2f(0.0);
    for (var turn = 0u; turn < 32u && p < POSITIONS; turn++) {
      var partial = vec2f(0.0);
      for (let end = min(p + 32u, POSITIONS); p < end; p++) {
        let d = x[p * C + c] - middle;
        partial += vec2f(d, d * d);
      }
      thousand += partial;
    }
    total += thousand;
  }
  return total;
}
