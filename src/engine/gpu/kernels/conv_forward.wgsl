// One convolution, forward. A thread makes eight output channels of eight neighbouring positions of one line: sixty-four sums
// from sixteen loads a tap, where one sum a thread would take a hundred and twenty-eight. Nothing in the loop branches: a
// software adapter carries all sums through the edges of every branch.

struct Chunk {
  // Here a chunk is a range of images.
  first: u32,
  count: u32,
  slab: u32,
  pad: u32,
}
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> kernel: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> z: array<f32>;
@group(0) @binding(5) var<storage, read_write> not_finite: array<u32>;

// Tells of a layer whose outputs are not all finite: exponents of all ones, for comparisons with NaN may be left out.
override LAYER: u32;
const EXPONENT = 0x7f800000u;
var<private> largest_exponent: u32;

// One pixel of a line; zero outside the image.
fn pixel(inside: bool, line: u32, column: i32, c: u32) -> f32 {
  let held = inside && column >= 0 && column < IN_W;
  return select(0.0, x[(line + u32(clamp(column, 0, IN_W - 1))) * CIN + c], held);
}

fn put(at: u32, o: u32, value: f32) {
  if (o >= COUT) { return; }
  z[at + o] = value;
  largest_exponent = max(largest_exponent, bitcast<u32>(value) & EXPONENT);
}

fn store(at: u32, o: u32, a: vec4f, b: vec4f) {
  put(at, o, a.x); put(at, o + 1u, a.y); put(at, o + 2u, a.z); put(at, o + 3u, a.w);
  put(at, o + 4u, b.x); put(at, o + 5u, b.y); put(at, o + 6u, b.z); put(at, o + 7u, b.w);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let tiles = (COUT + 7u) / 8u;
  let octets = (OUT_W + 7u) / 8u;
  let thread = id.y * groups.x * 64u + id.x;
  if (thread >= chunk.count * OUT_H * octets * tiles) { return; }
  // Neighbouring threads share their weights.
  let plane = octets * OUT_H;
  let o = ((thread / plane) % tiles) * 8u;
  let n = chunk.first + thread / (plane * tiles);
  let y = i32((thread % plane) / octets);
  let first = (thread % octets) * 8u;
  // One pair of vectors a channel, a: the first four positions, b: the next four.
  var a0 = vec4f(0.0); var a1 = vec4f(0.0); var a2 = vec4f(0.0); var a3 = vec4f(0.0);
  var a4 = vec4f(0.0); var a5 = vec4f(0.0); var a6 = vec4f(0.0); var a7 = vec4f(0.0);
  var b0 = vec4f(0.0); var b1 = vec4f(0.0); var b2 = vec4f(0.0); var b3 = vec4f(0.0);
  var b4 = vec4f(0.0); var b5 = vec4f(0.0); var b6 = vec4f(0.0); var b7 = vec4f(0.0);
  // Where a sum is long, the sums so far: error follows the longest chain of additions.
  var c0 = vec4f(0.0); var c1 = vec4f(0.0); var c2 = vec4f(0.0); var c3 = vec4f(0.0);
  var c4 = vec4f(0.0); var c5 = vec4f(0.0); var c6 = vec4f(0.0); var c7 = vec4f(0.0);
  var d0 = vec4f(0.0); var d1 = vec4f(0.0); var d2 = vec4f(0.0); var d3 = vec4f(0.0);
  var d4 = vec4f(0.0); var d5 = vec4f(0.0); var d6 = vec4f(0.0); var d7 = vec4f(0.0);
  let left = i32(first) * CONV_STRIDE_X - BEFORE_X;
  // One loop, not one within another, for the same reason. Innermost the taps of a line.
  for (var term = 0u; term < KH * CIN * KW; term++) {
    let kx = term % KW;
    let c = (term / KW) % CIN;
    let ky = term / (KW * CIN);
    let yi = y * CONV_STRIDE_Y + i32(ky) * DILATION_Y - BEFORE_Y;
    let inside = yi >= 0 && yi < IN_H;
    let line = select(0u, (n * u32(IN_H) + u32(yi)) * u32(IN_W), inside);
    let column = left + i32(kx) * DILATION_X;
    // Known when the kernel is compiled: a dense layer is a line of one position.
    var p = vec4f(pixel(inside, line, column, c), 0.0, 0.0, 0.0);
    if (OUT_W > 1u) {
      p.y = pixel(inside, line, column + CONV_STRIDE_X, c);
      p.z = pixel(inside, line, column + 2 * CONV_STRIDE_X, c);
      p.w = pixel(inside, line, column + 3 * CONV_STRIDE_X, c);
    }
    var q = vec4f(0.0);
    if (OUT_W > 4u) {
      q = vec4f(
        pixel(inside, line, column + 4 * CONV_STRIDE_X, c), pixel(inside, line, column + 5 * CONV_STRIDE_X, c),
        pixel(inside, line, column + 6 * CONV_STRIDE_X, c), pixel(inside, line, column + 7 * CONV_STRIDE_X, c),
      );
    }
    // Reads past the last channel are clamped by WebGPU; those sums are not stored.
    let w = ((ky * KW + kx) * CIN + c) * COUT + o;
    let w0 = kernel[w]; let w1 = kernel[w + 1u]; let w2 = kernel[w + 2u]; let w3 = kernel[w + 3u];
    let w4 = kernel[w + 4u]; let w5 = kernel[w + 5u]; let w6 = kernel[w + 6u]; let w7 = kernel[w + 7u];
    a0 += w0 * p; a1 += w1 * p; a2 += w2 * p; a3 += w3 * p;
    a4 += w4 * p; a5 += w5 * p; a6 += w6 * p; a7 += w7 * p;
    if (OUT_W > 4u) {
      b0 += w0 * q; b1 += w1 * q; b2 += w2 * q; b3 += w3 * q;
      b4 += w4 * q; b5 += w5 * q; b6 += w6 * q; b7 += w7 * q;
    }
    if (KH * CIN * KW > 256u) {
      if (term % 64u == 63u) {
        c0 += a0; a0 = vec4f(0.0); d0 += b0; b0 = vec4f(0.0);
        c1 += a1; a1 = vec4f(0.0); d1 += b1; b1 = vec4f(0.0);
        c2 += a2; a2 = vec4f(0.0); d2 += b2; b2 = vec4f(0.0);
        c3 += a3; a3 = vec4f(0.0); d3 += b3; b3 = vec4f(0.0);
        c4 += a4; a4 = vec4f(0.0); d4 += b4; b4 = vec4f(0.0);
        c5 += a5; a5 = vec4f(0.0); d5 += b5; b5 = vec4f(0.0);
        c6 += a6; a6 = vec4f(0.0); d6 += b6; b6 = vec4f(0.0);
        c7 += a7; a7 = vec4f(0.0); d7 += b7; b7 = vec4f(0.0);
      }
    }
  }
  let bias0 = bias[o]; a0 += c0 + bias0; b0 += d0 + bias0;
  let bias1 = bias[o + 1u]; a1 += c1 + bias1; b1 += d1 + bias1;
  let bias2 = bias[o + 2u]; a2 += c2 + bias2; b2 += d2 + bias2;
  let bias3 = bias[o + 3u]; a3 += c3 + bias3; b3 += d3 + bias3;
  let bias4 = bias[o + 4u]; a4 += c4 + bias4; b4 += d4 + bias4;
  let bias5 = bias[o + 5u]; a5 += c5 + bias5; b5 += d5 + bias5;
  let bias6 = bias[o + 6u]; a6 += c6 + bias6; b6 += d6 + bias6;
  let bias7 = bias[o + 7u]; a7 += c7 + bias7; b7 += d7 + bias7;
  let at = ((n * OUT_H + u32(y)) * OUT_W + first) * COUT;
  let held = OUT_W - first;
  store(at, o, vec4f(a0.x, a1.x, a2.x, a3.x), vec4f(a4.x, a5.x, a6.x, a7.x));
  if (held > 1u) { store(at + COUT, o, vec4f(a0.y, a1.y, a2.y, a3.y), vec4f(a4.y, a5.y, a6.y, a7.y)); }
  if (held > 2u) { store(at + 2u * COUT, o, vec4f(a0.z, a1.z, a2.z, a3.z), vec4f(a4.z, a5.z, a6.z, a7.z)); }
  if (held > 3u) { store(at + 3u * COUT, o, vec4f(a0.w, a1.w, a2.w, a3.w), vec4f(a4.w, a5.w, a6.w, a7.w)); }
  if (held > 4u) { store(at + 4u * COUT, o, vec4f(b0.x, b1.x, b2.x, b3.x), vec4f(b4.x, b5.x, b6.x, b7.x)); }
  if (held > 5u) { store(at + 5u * COUT, o, vec4f(b0.y, b1.y, b2.y, b3.y), vec4f(b4.y, b5.y, b6.y, b7.y)); }
  if (held > 6u) { store(at + 6u * COUT, o, vec4f(b0.z, b1.z, b2.z, b3.z), vec4f(b4.z, b5.z, b6.z, b7.z)); }
  if (held > 7u) { store(at + 7u * COUT, o, vec4f(b0.w, b1.w, b2.w, b3.w), vec4f(b4.w, b5.w, b6.w, b7.w)); }
  if (largest_exponent == EXPONENT) { not_finite[LAYER] = 1u; }
}
