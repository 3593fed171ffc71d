// Folds a batch norm with fixed statistics: d(cell)/d(gamma) and d(cell)/d(beta) of every cell, then its gain times gamma/σ.
// Chunks count images. Expanded by gpu/expand.ts: an elementwise function right above (above), folded first.

override CELLS: u32;
override CHANNELS: u32;
override FIRST: u32;
override MOVED: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> gain: array<f32>;
@group(0) @binding(3) var<storage, read> source: array<u32>;
@group(0) @binding(4) var<storage, read> statistics: array<vec2f>;
@group(0) @binding(5) var<storage, read> gamma: array<f32>;
@group(0) @binding(6) var<storage, read_write> to_gamma: array<f32>;
@group(0) @binding(7) var<storage, read_write> to_beta: array<f32>;
//# each above
@group(0) @binding(8) var<storage, read> x_above: array<f32>;
//# end

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * CELLS) { return; }
  let q = chunk.first * CELLS + thread;
  var at = q;
  if (MOVED == 1u) { at = source[q]; }
  var g = 1.0;
  if (FIRST == 0u) { g = gain[q]; }
  //# each above
  g *= slope(x_above[at]);
  //# end
  let c = at % CHANNELS;
  let s = statistics[c];
  to_gamma[q] = g * ((x[at] - s.x) * s.y);
  to_beta[q] = g;
  gain[q] = g * (gamma[c] * s.y);
}
