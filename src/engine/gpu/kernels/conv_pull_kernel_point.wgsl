// Kernel and bias where a row's cotangent is one number: the row is that number times the patch under it.
// A thread serves one position: it holds thirty-two numbers of the patch at a time for all the channels of the position.

override ROW_WIDTH: u32;
// Where kernel and bias go within a compact row; −1: nowhere.
override KERNEL_OFFSET: i32;
override BIAS_OFFSET: i32;

@group(0) @binding(1) var<storage, read> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read> input: array<f32>;
@group(0) @binding(3) var<storage, read_write> jacobian: array<f32>;

const TILE = 32u;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let last = chunk.first + chunk.count - 1u;
  let position = chunk.first / ROWS_C + threadOf(id, groups);
  if (position > last / ROWS_C) { return; }
  let unit = unitOf(position * ROWS_C);
  let top = (unit.i * STRIDE_Y + ORIGIN_Y) * CONV_STRIDE_Y - BEFORE_Y;
  let left = (unit.j * STRIDE_X + ORIGIN_X) * CONV_STRIDE_X - BEFORE_X;
  let width = KH * KW * CIN;
  var patch_: array<f32, TILE>;
  for (var begin = 0u; begin < width; begin += TILE) {
    let held = min(TILE, width - begin);
    for (var k = 0u; k < held; k++) {
      let tap = (begin + k) / CIN;
      let y = top + i32(tap / KW) * DILATION_Y;
      let x = left + i32(tap % KW) * DILATION_X;
      var value = 0.0;
      if (y >= 0 && y < IN_H && x >= 0 && x < IN_W) {
        value = input[((unit.n * u32(IN_H) + u32(y)) * u32(IN_W) + u32(x)) * CIN + (begin + k) % CIN];
      }
      patch_[k] = value;
    }
    for (var r = max(position * ROWS_C, chunk.first); r <= min(position * ROWS_C + ROWS_C - 1u, last); r++) {
      let gain = cotangent[r - chunk.first];
      // The buffer is made of zeros: a row that is off has nothing to write.
      if (gain == 0.0) { continue; }
      let to = (r - chunk.slab) * ROW_WIDTH;
      if (BIAS_OFFSET >= 0 && begin == 0u) { jacobian[to + u32(BIAS_OFFSET)] = gain; }
      if (KERNEL_OFFSET < 0) { continue; }
      for (var k = 0u; k < held; k++) { jacobian[to + u32(KERNEL_OFFSET) + begin + k] = gain * patch_[k]; }
    }
  }
}
