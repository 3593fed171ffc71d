// One depthwise convolution, forward: a thread an output.

override MULTIPLIER: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> kernel: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> z: array<f32>;
@group(0) @binding(5) var<storage, read_write> not_finite: array<u32>;

// Tells of a layer whose outputs are not all finite: exponents of all ones, for comparisons with NaN may be left out.
override LAYER: u32;
fn watch(value: f32) -> f32 {
  if ((bitcast<u32>(value) & 0x7f800000u) == 0x7f800000u) { not_finite[LAYER] = 1u; }
  return value;
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let per_image = OUT_H * OUT_W * COUT;
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * per_image) { return; }
  let at = chunk.first * per_image + thread;
  let o = at % COUT;
  let position = at / COUT;
  let n = position / (OUT_H * OUT_W);
  let top = i32((position / OUT_W) % OUT_H) * CONV_STRIDE_Y - BEFORE_Y;
  let left = i32(position % OUT_W) * CONV_STRIDE_X - BEFORE_X;
  var total = 0.0;
  for (var ky = 0u; ky < KH; ky++) {
    let y = top + i32(ky) * DILATION_Y;
    if (y < 0 || y >= IN_H) { continue; }
    var line = 0.0;
    for (var kx = 0u; kx < KW; kx++) {
      let column = left + i32(kx) * DILATION_X;
      if (column < 0 || column >= IN_W) { continue; }
      line += kernel[(ky * KW + kx) * COUT + o] * x[((n * u32(IN_H) + u32(y)) * u32(IN_W) + u32(column)) * CIN + o / MULTIPLIER];
    }
    total += line;
  }
  z[at] = watch(total + bias[o]);
}
