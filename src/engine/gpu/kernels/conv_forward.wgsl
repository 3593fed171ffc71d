// A convolution over all images of a chunk, and, with taps flipped and rows of zeros between the inputs (SPREAD), the pull-back
// of one. A thread makes neighbouring positions (p) of a line in some channels (q), four apart: of four threads that a software
// adapter runs as one vector, pixels are the same and weights and outputs lie side by side, which is what a GPU likes too.
// Expanded by gpu/expand.ts: p, q, the taps k of a line, the columns that they see, each read by all threads (j) or shared in
// quads (s, l); with lists of one number, what only some have: zeros between inputs (apart), sums in parts, the layer that is watched.

override SPREAD_Y: i32;
override SPREAD_X: i32;
// 0: every tap of every position lies on the input.
override CHECKED: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> kernel: array<f32>;
@group(0) @binding(3) var<storage, read> scale: array<f32>;
@group(0) @binding(4) var<storage, read> shift: array<f32>;
@group(0) @binding(5) var<storage, read_write> y: array<f32>;
//# each watched
@group(0) @binding(6) var<storage, read_write> not_finite: array<u32>;
override LAYER: u32;

// Exponents of all ones, for comparisons with NaN may be left out.
const EXPONENT = 0x7f800000u;
//# end
//# each parts
// Terms that are added up one after another, in turns of the loop.
override PART: u32;
//# end

// Nothing in these branches, not even && and ||: a software adapter pays for every branch, and compiles many of them for minutes.
fn held(at: i32, spread: i32, size: i32) -> bool {
  return (at >= 0) & (at % spread == 0) & (at / spread < size);
}

fn pixel(inside: bool, line: i32, column: i32, c: u32) -> f32 {
  let on = (CHECKED == 0u) | (inside & held(column, SPREAD_X, IN_W));
  return select(0.0, x[u32(line + select(0, column / SPREAD_X, on)) * CIN + c], on);
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  let tiles = (COUT + $(TILE)u - 1u) / $(TILE)u;
  let strips = (OUT_W + $(P)u - 1u) / $(P)u;
  let strip = thread / 4u;
  if (strip >= chunk.count * OUT_H * strips * tiles) { return; }
  let o = (strip % tiles) * $(TILE)u + thread % 4u;
  let first = ((strip / tiles) % strips) * $(P)u;
  let line = strip / (tiles * strips) + chunk.first * OUT_H;
  let top = i32(line % OUT_H) * CONV_STRIDE_Y - BEFORE_Y;
  let image = i32(line / OUT_H) * IN_H;
  let left = i32(first) * CONV_STRIDE_X - BEFORE_X;
  let lane = i32(thread % 4u);
  //# each p
  //# each q
  var a$(p)_$(q) = 0.0;
  //# each parts
  var sum$(p)_$(q) = 0.0;
  //# end
  //# end
  //# end
  for (var term = 0u; term < KH * CIN; term++) {
    let c = term % CIN;
    let ky = term / CIN;
    let above = top + i32(ky) * DILATION_Y;
    let inside = held(above, SPREAD_Y, IN_H);
    let begin = (image + select(0, above / SPREAD_Y, inside)) * IN_W;
    //# each j
    let x$(j) = pixel(inside, begin, left + $(j), c);
    //# end
    //# each s
    let seen$(s) = pixel(inside, begin, left + $(s*4) + lane, c);
    //# each l
    let x$(s*4+l) = quadBroadcast(seen$(s), $(l)u);
    //# end
    //# end
    let weights = (ky * KW * CIN + c) * COUT + o;
    //# each k
    //# each q
    let w$(k)_$(q) = kernel[weights + $(k)u * CIN * COUT + $(q*4)u];
    //# each p
    a$(p)_$(q) += w$(k)_$(q) * x$(p*STRIDE+k*DILATION);
    //# end
    //# end
    //# end
    //# each parts
    if ((term + 1u) % PART == 0u) {
      //# each p
      //# each q
      sum$(p)_$(q) += a$(p)_$(q);
      a$(p)_$(q) = 0.0;
      //# end
      //# end
    }
    //# end
  }
  //# each watched
  var exponents = 0u;
  //# end
  let to = (line * OUT_W + first) * COUT + o;
  //# each q
  if (o + $(q*4)u < COUT) {
    let end$(q) = endOf(o + $(q*4)u);
    //# each p
    //# each parts
    a$(p)_$(q) += sum$(p)_$(q);
    //# end
    if (first + $(p)u < OUT_W) {
      let value = finished(a$(p)_$(q), end$(q));
      y[to + $(p)u * COUT + $(q*4)u] = value;
      //# each watched
      exponents = max(exponents, bitcast<u32>(value) & EXPONENT);
      //# end
    }
    //# end
  }
  //# end
  //# each watched
  if (exponents == EXPONENT) { not_finite[LAYER] = 1u; }
  //# end
}
