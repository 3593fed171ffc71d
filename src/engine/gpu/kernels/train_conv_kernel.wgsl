// A convolution pulled back to its kernel, in stripes of lines that train_sum.wgsl adds up. A thread makes the taps (k) of some
// lines of the kernel (r) for one input channel and some output channels (q), four apart; sums go line by line, so that their
// error does not grow with the batch. Expanded by gpu/expand.ts: positions p, q, r, k, and the columns that
// they see, read by all threads (j) or shared in quads (s, l).

override STRIPES: u32;
// 0: every tap of every position lies on the input.
override CHECKED: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> cotangent: array<f32>;
@group(0) @binding(3) var<storage, read_write> partial: array<f32>;

// Nothing in these branches, not even && and ||: a software adapter pays for every branch, and compiles many of them for minutes.
fn pixel(inside: bool, begin: i32, column: i32, c: u32) -> f32 {
  let on = (CHECKED == 0u) | (inside & (column >= 0) & (column < IN_W));
  return select(0.0, x[u32(begin + select(0, column, on)) * CIN + c], on);
}

// Positions past the end of a line count for nothing.
fn pulled(at: u32, position: u32) -> f32 {
  return select(0.0, cotangent[at], (OUT_W % $(P)u == 0u) | (position < OUT_W));
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  let tiles = (COUT + $(TILE)u - 1u) / $(TILE)u;
  let o = ((thread / 4u) % tiles) * $(TILE)u + thread % 4u;
  let c = (thread / (4u * tiles)) % CIN;
  let bands = (KH + $(R)u - 1u) / $(R)u;
  let ky = (thread / (4u * tiles * CIN)) % bands * $(R)u;
  let stripe = thread / (4u * tiles * CIN * bands);
  if (stripe >= STRIPES) { return; }
  let lane = i32(thread % 4u);
  //# each r
  //# each k
  //# each q
  var a$(r)_$(k)_$(q) = 0.0;
  //# end
  //# end
  //# end
  let lines = chunk.count * OUT_H;
  let height = (lines + STRIPES - 1u) / STRIPES;
  for (var line = stripe * height; line < min((stripe + 1u) * height, lines); line++) {
    let top = i32(line % OUT_H) * CONV_STRIDE_Y + i32(ky) * DILATION_Y - BEFORE_Y;
    let image = i32(line / OUT_H) * IN_H;
    //# each r
    let row$(r) = top + $(r) * DILATION_Y;
    let inside$(r) = (row$(r) >= 0) & (row$(r) < IN_H);
    let begin$(r) = (image + select(0, row$(r), (CHECKED == 0u) | inside$(r))) * IN_W;
    //# each k
    //# each q
    var b$(r)_$(k)_$(q) = 0.0;
    //# end
    //# end
    //# end
    for (var first = 0u; first < OUT_W; first += $(P)u) {
      let left = i32(first) * CONV_STRIDE_X - BEFORE_X;
      let at = (line * OUT_W + first) * COUT + o;
      //# each q
      //# each p
      let g$(p)_$(q) = pulled(at + $(p)u * COUT + $(q*4)u, first + $(p)u);
      //# end
      //# end
      //# each r
      //# each j
      let x$(r)_$(j) = pixel(inside$(r), begin$(r), left + $(j), c);
      //# end
      //# each s
      let seen$(r)_$(s) = pixel(inside$(r), begin$(r), left + $(s*4) + lane, c);
      //# each l
      let x$(r)_$(s*4+l) = quadBroadcast(seen$(r)_$(s), $(l)u);
      //# end
      //# end
      //# each k
      //# each q
      //# each p
      b$(r)_$(k)_$(q) += g$(p)_$(q) * x$(r)_$(p*STRIDE+k*DILATION);
      //# end
      //# end
      //# end
      //# end
    }
    //# each r
    //# each k
    //# each q
    a$(r)_$(k)_$(q) += b$(r)_$(k)_$(q);
    //# end
    //# end
    //# end
  }
  let to = (stripe * KH + ky) * KW * CIN * COUT + c * COUT + o;
  //# each r
  if (ky + $(r)u < KH) {
    //# each q
    if (o + $(q*4)u < COUT) {
      //# each k
      partial[to + ($(r)u * KW + $(k)u) * CIN * COUT + $(q*4)u] = a$(r)_$(k)_$(q);
      //# end
    }
    //# end
  }
  //# end
}
