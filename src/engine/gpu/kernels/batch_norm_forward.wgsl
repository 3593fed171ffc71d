// y = gamma · (x − mean)/σ + beta for a range of images. A thread makes some cells (n) of one channel.
// Expanded by gpu/expand.ts: n, and an elementwise function of y (above) beside it.

override C: u32;
override PER_IMAGE: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> statistics: array<vec2f>;
@group(0) @binding(3) var<storage, read> gamma: array<f32>;
@group(0) @binding(4) var<storage, read> beta: array<f32>;
@group(0) @binding(5) var<storage, read_write> y: array<f32>;
@group(0) @binding(6) var<storage, read_write> not_finite: array<u32>;
//# each above
@group(0) @binding(7) var<storage, read_write> y_above: array<f32>;
//# end

// Tells of a layer whose outputs are not all finite: exponents of all ones, for comparisons with NaN may be left out.
override LAYER: u32;
fn watch(value: f32) -> f32 {
  if ((bitcast<u32>(value) & 0x7f800000u) == 0x7f800000u) { not_finite[LAYER] = 1u; }
  return value;
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  let c = thread % C;
  let positions = chunk.count * (PER_IMAGE / C);
  // Neighbouring threads have neighbouring cells, so a thread's own lie apart.
  let apart = (positions + $(N)u - 1u) / $(N)u;
  let first = thread / C;
  if (first >= apart) { return; }
  let s = statistics[c];
  let scale = gamma[c];
  let offset = beta[c];
  let begin = chunk.first * PER_IMAGE + c;
  //# each n
  {
    let position = first + $(n)u * apart;
    if (position < positions) {
      let at = begin + position * C;
      let value = watch(scale * ((x[at] - s.x) * s.y) + offset);
      y[at] = value;
      //# each above
      y_above[at] = activate(value);
      //# end
    }
  }
  //# end
}
