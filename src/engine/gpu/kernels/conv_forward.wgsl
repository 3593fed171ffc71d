// One convolution, forward. A thread makes eight output channels of one position, so that each pixel is read once for all eight.
// A dense layer is the 1×1 case.

override KH: u32; override KW: u32;
override CONV_STRIDE_Y: i32; override CONV_STRIDE_X: i32;
override DILATION_Y: i32; override DILATION_X: i32;
override BEFORE_Y: i32; override BEFORE_X: i32;
override IN_H: i32; override IN_W: i32; override CIN: u32;
override OUT_H: u32; override OUT_W: u32; override COUT: u32;

// Here a chunk is a range of images.
struct Chunk {
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

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let tiles = (COUT + 7u) / 8u;
  let thread = id.y * groups.x * 64u + id.x;
  if (thread >= chunk.count * OUT_H * OUT_W * tiles) { return; }
  let o = (thread % tiles) * 8u;
  let position = thread / tiles;
  let n = chunk.first + position / (OUT_W * OUT_H);
  let y = i32((position / OUT_W) % OUT_H);
  let xx = i32(position % OUT_W);
  var a = vec4f(0.0);
  var b = vec4f(0.0);
  for (var ky = 0u; ky < KH; ky++) {
    let yi = y * CONV_STRIDE_Y + i32(ky) * DILATION_Y - BEFORE_Y;
    if (yi < 0 || yi >= IN_H) { continue; }
    for (var kx = 0u; kx < KW; kx++) {
      let xi = xx * CONV_STRIDE_X + i32(kx) * DILATION_X - BEFORE_X;
      if (xi < 0 || xi >= IN_W) { continue; }
      let from = ((n * u32(IN_H) + u32(yi)) * u32(IN_W) + u32(xi)) * CIN;
      // Sums of sixty-four first, then of those: the error of a long reduction grows with its square root's length.
      for (var block = 0u; block < CIN; block += 64u) {
        var pa = vec4f(0.0);
        var pb = vec4f(0.0);
        for (var c = block; c < min(block + 64u, CIN); c++) {
          let value = x[from + c];
          let w = ((ky * KW + kx) * CIN + c) * COUT + o;
          pa += value * vec4f(kernel[w], kernel[w + 1u], kernel[w + 2u], kernel[w + 3u]);
          pb += value * vec4f(kernel[w + 4u], kernel[w + 5u], kernel[w + 6u], kernel[w + 7u]);
        }
        a += pa;
        b += pb;
      }
    }
  }
  // Reads past the last channel of the last tap are clamped by WebGPU; those lanes are not stored.
  let at = ((n * OUT_H + u32(y)) * OUT_W + u32(xx)) * COUT + o;
  for (var lane = 0u; lane < min(8u, COUT - o); lane++) {
    var value = 0.0;
    if (lane < 4u) { value = a[lane]; } else { value = b[lane - 4u]; }
    z[at + lane] = value + bias[o + lane];
  }
}
