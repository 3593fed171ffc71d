// Rows whose cotangent is one number: the one-hot one itself, rescaled by the gates of the layers that it has passed (an
// activation's slope, then a batch norm's gamma/σ), and what that gives for their parameters and for the convolution below:
// the number times the patch under it. A thread serves one position: it holds thirty-two numbers of the patch at a time
// for all the channels of the position. Expanded by gpu/expand.ts: the lines (y), columns (x) and channels (c) of a patch that is
// held whole, a name for each of its numbers (k): from places that are known, a software adapter reads several times faster than in
// a loop. One that is larger (large) goes through an array.

override ROW_WIDTH: u32;
// 1: rows are dense, so numbers of the row's own channel lie ROWS_C apart.
override SPREAD: u32;
// 1: the cotangent starts as one; 0: it is read.
override ONE: u32;
// 1: times f′ of `slope_input`.
override SLOPE: u32;
// 1: the activation is right above the norm: `slope_input` is the norm's beta, and the input is worked out.
override FUSED: u32;
// 1: times gamma/σ; gamma and beta go to these places within a compact row. −1: nowhere.
override NORM: u32;
override GAMMA_OFFSET: i32;
override BETA_OFFSET: i32;
override KERNEL_OFFSET: i32;
override BIAS_OFFSET: i32;
// 1: the rescaled cotangent is kept for the layers below.
override KEEP: u32;

@group(0) @binding(1) var<storage, read_write> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read> input: array<f32>;
@group(0) @binding(3) var<storage, read_write> jacobian: array<f32>;
@group(0) @binding(4) var<storage, read> slope_input: array<f32>;
@group(0) @binding(5) var<storage, read> norm_input: array<f32>;
@group(0) @binding(6) var<storage, read> statistics: array<vec2f>;
@group(0) @binding(7) var<storage, read> gamma: array<f32>;

const TILE = 32u;

// A row's number under the activation; what the norm's gamma makes of it, for one under it; and below the norm.
struct Gated { on: f32, to_gamma: f32, gain: f32 }

// Opens the gates of row r, which is also its cell's index, in channel c.
fn gated(r: u32, c: u32) -> Gated {
  var g = 1.0;
  if (ONE == 0u) { g = cotangent[r - chunk.first]; }
  if (SLOPE == 1u && FUSED == 0u) { g *= slope(slope_input[r]); }
  if (NORM == 0u) { return Gated(g, 0.0, g); }
  let s = statistics[c];
  let normalised = (norm_input[r] - s.x) * s.y;
  let scale = gamma[c];
  if (FUSED == 1u) { g *= slope(scale * normalised + slope_input[c]); }
  return Gated(g, g * normalised, g * (scale * s.y));
}

// A number of the patch; zero outside the map. No branch, not even && and ||, which a software adapter pays for.
fn pixel(inside: bool, line: i32, column: i32, c: u32) -> f32 {
  let held = inside & (column >= 0) & (column < IN_W);
  return select(0.0, input[u32(line + select(0, column, held)) * CIN + c], held);
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let last = chunk.first + chunk.count - 1u;
  let position = chunk.first / ROWS_C + threadOf(id, groups);
  if (position > last / ROWS_C) { return; }
  let unit = unitOf(position * ROWS_C);
  let top = (unit.i * STRIDE_Y + ORIGIN_Y) * CONV_STRIDE_Y - BEFORE_Y;
  let left = (unit.j * STRIDE_X + ORIGIN_X) * CONV_STRIDE_X - BEFORE_X;
  let width = select(1u, KH * KW * CIN, KERNEL_OFFSET >= 0);
  let apart = select(1u, ROWS_C, SPREAD == 1u);
  //# each y
  let line$(y) = top + $(y) * DILATION_Y;
  let inside$(y) = (line$(y) >= 0) & (line$(y) < IN_H);
  let begin$(y) = (i32(unit.n) * IN_H + select(0, line$(y), inside$(y))) * IN_W;
  //# each x
  //# each c
  let patch$(y*KW*CIN+x*CIN+c) = pixel(inside$(y), begin$(y), left + $(x) * DILATION_X, $(c)u);
  //# end
  //# end
  //# end
  //# each large
  var patch_: array<f32, TILE>;
  // Which number of the patch comes next: counted, for dividing is slow on a software adapter.
  var ky = 0u;
  var kx = 0u;
  var ci = 0u;
  //# end
  var begin = 0u;
  loop {
    //# each large
    let held = min(TILE, width - begin);
    if (KERNEL_OFFSET >= 0) {
      for (var k = 0u; k < held; k++) {
        let y = top + i32(ky) * DILATION_Y;
        let x = left + i32(kx) * DILATION_X;
        var value = 0.0;
        if (y >= 0 && y < IN_H && x >= 0 && x < IN_W) {
          value = input[((unit.n * u32(IN_H) + u32(y)) * u32(IN_W) + u32(x)) * CIN + ci];
        }
        patch_[k] = value;
        ci++;
        let turn = ci == CIN;
        ci = select(ci, 0u, turn);
        kx += u32(turn);
        let down = kx == KW;
        kx = select(kx, 0u, down);
        ky += u32(down);
      }
    }
    //# end
    let final_ = begin + TILE >= width;
    var next = max(position * ROWS_C, chunk.first);
    let stop = min(position * ROWS_C + ROWS_C - 1u, last);
    loop {
      // On to the next row that is on: they are made of zeros, so one that is off has nothing to write. In a loop of its own, for a
      // software adapter passes over the statements of a branch that is not taken, but never over less than a turn of a loop.
      var r = next;
      var row: Gated;
      loop {
        r = next;
        row = gated(r, r - position * ROWS_C);
        // A cotangent that was read stays as it was until the last tile has used it.
        if (KEEP == 1u && final_) { cotangent[r - chunk.first] = row.gain; }
        next++;
        continuing { break if row.on != 0.0 || next > stop; }
      }
      if (row.on != 0.0) {
        let gain = row.gain;
        let to = (r - chunk.slab) * ROW_WIDTH + select(0u, r - position * ROWS_C, SPREAD == 1u);
        if (GAMMA_OFFSET >= 0 && begin == 0u) { jacobian[to + u32(GAMMA_OFFSET)] = row.to_gamma; }
        if (BETA_OFFSET >= 0 && begin == 0u) { jacobian[to + u32(BETA_OFFSET)] = row.on; }
        if (BIAS_OFFSET >= 0 && begin == 0u) { jacobian[to + u32(BIAS_OFFSET)] = gain; }
        if (KERNEL_OFFSET >= 0) {
          let at = to + u32(KERNEL_OFFSET) + begin * apart;
          //# each large
          for (var k = 0u; k < held; k++) { jacobian[at + k * apart] = gain * patch_[k]; }
          //# end
          //# each k
          jacobian[at + $(k)u * apart] = gain * patch$(k);
          //# end
        }
      }
      continuing { break if next > stop; }
    }
    continuing {
      begin += TILE;
      break if begin >= width;
    }
  }
}
