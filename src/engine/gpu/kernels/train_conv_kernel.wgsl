// A convolution pulled back to its kernel, in stripes of lines that train_sum.wgsl adds up. A thread makes the taps (k) of one
// line of the kernel for one input channel and some output channels (q), four apart; sums go line by line, so that their
// error does not grow with the batch. Expanded by train/fused/expand.ts: positions p, q, k, and the columns j that they see.

override STRIPES: u32;
// 0: every tap of every position lies on the input.
override CHECKED: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> cotangent: array<f32>;
@group(0) @binding(3) var<storage, read_write> partial: array<f32>;

fn pixel(begin: i32, column: i32, c: u32) -> f32 {
  if (CHECKED == 0u) { return x[u32(begin + column) * CIN + c]; }
  let on = column >= 0 && column < IN_W;
  return select(0.0, x[u32(begin + select(0, column, on)) * CIN + c], on);
}

// Positions past the end of a line count for nothing.
fn pulled(at: u32, position: u32) -> f32 {
  if (OUT_W % $(P)u == 0u) { return cotangent[at]; }
  return select(0.0, cotangent[at], position < OUT_W);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = id.y * groups.x * 64u + id.x;
  let tiles = (COUT + $(TILE)u - 1u) / $(TILE)u;
  let o = ((thread / 4u) % tiles) * $(TILE)u + thread % 4u;
  let c = (thread / (4u * tiles)) % CIN;
  let ky = (thread / (4u * tiles * CIN)) % KH;
  let stripe = thread / (4u * tiles * CIN * KH);
  if (stripe >= STRIPES) { return; }
  //# each k
  //# each q
  var a$(k)_$(q) = 0.0;
  //# end
  //# end
  let lines = chunk.count * OUT_H;
  let height = (lines + STRIPES - 1u) / STRIPES;
  for (var line = stripe * height; line < min((stripe + 1u) * height, lines); line++) {
    let row = i32(line % OUT_H) * CONV_STRIDE_Y + i32(ky) * DILATION_Y - BEFORE_Y;
    if (row < 0 || row >= IN_H) { continue; }
    let begin = (i32(line / OUT_H) * IN_H + row) * IN_W;
    //# each k
    //# each q
    var b$(k)_$(q) = 0.0;
    //# end
    //# end
    for (var first = 0u; first < OUT_W; first += $(P)u) {
      let left = i32(first) * CONV_STRIDE_X - BEFORE_X;
      //# each j
      let x$(j) = pixel(begin, left + $(j), c);
      //# end
      let at = (line * OUT_W + first) * COUT + o;
      //# each q
      //# each p
      let g$(p)_$(q) = pulled(at + $(p)u * COUT + $(q*4)u, first + $(p)u);
      //# each k
      b$(k)_$(q) += g$(p)_$(q) * x$(p*STRIDE+k*DILATION);
      //# end
      //# end
      //# end
    }
    //# each k
    //# each q
    a$(k)_$(q) += b$(k)_$(q);
    //# end
    //# end
  }
  let to = stripe * KH * KW * CIN * COUT + (ky * KW * CIN + c) * COUT + o;
  //# each q
  if (o + $(q*4)u < COUT) {
    //# each k
    partial[to + $(k)u * CIN * COUT + $(q*4)u] = a$(k)_$(q);
    //# end
  }
  //# end
}
