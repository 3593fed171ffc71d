// One convolution, forward. A thread makes eight output channels of four neighbouring positions: thirty-two sums from
// twelve loads a tap, where one sum a thread would take sixty-four.

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

// Four pixels of one line, CONV_STRIDE_X apart; zeros beside the image.
fn pixels(line: u32, column: i32, c: u32) -> vec4f {
  let at = vec4i(column) + vec4i(0, 1, 2, 3) * CONV_STRIDE_X;
  let inside = (at >= vec4i(0)) & (at < vec4i(IN_W));
  let index = (vec4u(line) + vec4u(clamp(at, vec4i(0), vec4i(IN_W - 1)))) * CIN + c;
  return select(vec4f(0.0), vec4f(x[index.x], x[index.y], x[index.z], x[index.w]), inside);
}

fn store(at: u32, o: u32, a: vec4f, b: vec4f) {
  for (var lane = 0u; lane < min(4u, COUT - o); lane++) { z[at + o + lane] = a[lane] + bias[o + lane]; }
  if (COUT <= o + 4u) { return; }
  for (var lane = 0u; lane < min(4u, COUT - o - 4u); lane++) { z[at + o + 4u + lane] = b[lane] + bias[o + 4u + lane]; }
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let tiles = (COUT + 7u) / 8u;
  let quads = (OUT_W + 3u) / 4u;
  let thread = id.y * groups.x * 64u + id.x;
  if (thread >= chunk.count * OUT_H * quads * tiles) { return; }
  let o = (thread % tiles) * 8u;
  let quad = thread / tiles;
  let n = chunk.first + quad / (quads * OUT_H);
  let y = i32((quad / quads) % OUT_H);
  let first = (quad % quads) * 4u;
  // a: channels o … o + 3, b: the next four; 0 … 3 the positions.
  var a0 = vec4f(0.0); var a1 = vec4f(0.0); var a2 = vec4f(0.0); var a3 = vec4f(0.0);
  var b0 = vec4f(0.0); var b1 = vec4f(0.0); var b2 = vec4f(0.0); var b3 = vec4f(0.0);
  for (var ky = 0u; ky < KH; ky++) {
    let yi = y * CONV_STRIDE_Y + i32(ky) * DILATION_Y - BEFORE_Y;
    if (yi < 0 || yi >= IN_H) { continue; }
    let line = (n * u32(IN_H) + u32(yi)) * u32(IN_W);
    // Sums of sixty-four channels first, then of those: error follows the longest chain of additions.
    for (var block = 0u; block < CIN; block += 64u) {
      var c0 = vec4f(0.0); var c1 = vec4f(0.0); var c2 = vec4f(0.0); var c3 = vec4f(0.0);
      var d0 = vec4f(0.0); var d1 = vec4f(0.0); var d2 = vec4f(0.0); var d3 = vec4f(0.0);
      for (var kx = 0u; kx < KW; kx++) {
        let column = i32(first) * CONV_STRIDE_X + i32(kx) * DILATION_X - BEFORE_X;
        for (var c = block; c < min(block + 64u, CIN); c++) {
          let p = pixels(line, column, c);
          // Reads past the last channel are clamped by WebGPU; those lanes are not stored.
          let w = ((ky * KW + kx) * CIN + c) * COUT + o;
          let wa = vec4f(kernel[w], kernel[w + 1u], kernel[w + 2u], kernel[w + 3u]);
          let wb = vec4f(kernel[w + 4u], kernel[w + 5u], kernel[w + 6u], kernel[w + 7u]);
          c0 += p.x * wa; c1 += p.y * wa; c2 += p.z * wa; c3 += p.w * wa;
          d0 += p.x * wb; d1 += p.y * wb; d2 += p.z * wb; d3 += p.w * wb;
        }
      }
      a0 += c0; a1 += c1; a2 += c2; a3 += c3;
      b0 += d0; b1 += d1; b2 += d2; b3 += d3;
    }
  }
  let at = ((n * OUT_H + u32(y)) * OUT_W + first) * COUT;
  let held = OUT_W - first;
  store(at, o, a0, b0);
  if (held > 1u) { store(at + COUT, o, a1, b1); }
  if (held > 2u) { store(at + 2u * COUT, o, a2, b2); }
  if (held > 3u) { store(at + 3u * COUT, o, a3, b3); }
}
