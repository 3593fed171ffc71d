// Every row's derivative with respect to the kernel: cotangent window times the input under each tap.
// A thread makes up to four output channels of one (row, tap, cin), so that each pixel is read once for all four.

override ROW_WIDTH: u32;
override OFFSET: u32;

@group(0) @binding(1) var<storage, read> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read> input: array<f32>;
@group(0) @binding(3) var<storage, read_write> jacobian: array<f32>;

// Positions [x, y) of the window along one axis whose pixel under the tap lies on the input.
fn overlap(corner: i32, extent: i32, map: i32, stride: i32, tap: i32, size: i32) -> vec2i {
  let low = max(max(corner, 0), (max(-tap, 0) + stride - 1) / stride);
  let reach = size - 1 - tap;
  let high = select(0, reach / stride + 1, reach >= 0);
  return vec2i(low, min(min(corner + extent, map), high));
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let tiles = (WIN_C + 3u) / 4u;
  let width = KH * KW * CIN * tiles;
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * width) { return; }
  let row = thread / width;
  let o = (thread % tiles) * 4u;
  let c = (thread / tiles) % CIN;
  let tap = (thread % width) / (tiles * CIN);
  let ky = i32(tap / KW) * DILATION_Y - BEFORE_Y;
  let kx = i32(tap % KW) * DILATION_X - BEFORE_X;
  let unit = unitOf(chunk.first + row);
  let top = unit.i * STRIDE_Y + ORIGIN_Y;
  let left = unit.j * STRIDE_X + ORIGIN_X;
  let ys = overlap(top, i32(WIN_H), MAP_H, CONV_STRIDE_Y, ky, IN_H);
  let xs = overlap(left, i32(WIN_W), MAP_W, CONV_STRIDE_X, kx, IN_W);
  // Reads past the last channel stay within the buffer or are clamped by WebGPU; those lanes are not stored.
  var total = vec4f(0.0);
  for (var image = 0u; image < WIN_N; image++) {
    let n = select(image, unit.n, WIN_N == 1u);
    // Sums of thirty-two cells, of lines, of thirty-two lines, of images: error follows the longest chain of additions.
    var plane = vec4f(0.0);
    var lines = vec4f(0.0);
    for (var y = ys.x; y < ys.y; y++) {
      var at = row * cellsOfWindow() + ((image * WIN_H + u32(y - top)) * WIN_W + u32(xs.x - left)) * WIN_C + o;
      var pixel = ((n * u32(IN_H) + u32(y * CONV_STRIDE_Y + ky)) * u32(IN_W) + u32(xs.x * CONV_STRIDE_X + kx)) * CIN + c;
      var sum = vec4f(0.0);
      var line = vec4f(0.0);
      for (var x = xs.x; x < xs.y; x++) {
        line += vec4f(cotangent[at], cotangent[at + 1u], cotangent[at + 2u], cotangent[at + 3u]) * input[pixel];
        at += WIN_C;
        pixel += u32(CONV_STRIDE_X) * CIN;
        if (WIN_W > 32u && x % 32 == 31) {
          sum += line;
          line = vec4f(0.0);
        }
      }
      lines += sum + line;
      if (WIN_H > 32u && y % 32 == 31) {
        plane += lines;
        lines = vec4f(0.0);
      }
    }
    total += plane + lines;
  }
  let to = (chunk.first - chunk.slab + row) * ROW_WIDTH + OFFSET + (tap * CIN + c) * WIN_C + o;
  jacobian[to] = total.x;
  if (o + 1u < WIN_C) { jacobian[to + 1u] = total.y; }
  if (o + 2u < WIN_C) { jacobian[to + 2u] = total.z; }
  if (o + 3u < WIN_C) { jacobian[to + 3u] = total.w; }
}
