// Every row's derivative with respect to a depthwise kernel: a thread a (row, tap, output channel).

override ROW_WIDTH: u32;
override OFFSET: u32;
override MULTIPLIER: u32;

@group(0) @binding(1) var<storage, read> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read> input: array<f32>;
@group(0) @binding(3) var<storage, read_write> jacobian: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let width = KH * KW * WIN_C;
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * width) { return; }
  let row = thread / width;
  let channel = thread % WIN_C;
  let tap = (thread / WIN_C) % (KH * KW);
  let unit = unitOf(chunk.first + row);
  let o = select(channel, unit.c, OWN == 1u);
  let ky = i32(tap / KW) * DILATION_Y - BEFORE_Y;
  let kx = i32(tap % KW) * DILATION_X - BEFORE_X;
  let top = unit.i * STRIDE_Y + ORIGIN_Y;
  let left = unit.j * STRIDE_X + ORIGIN_X;
  var total = 0.0;
  for (var image = 0u; image < WIN_N; image++) {
    let n = select(image, unit.n, WIN_N == 1u);
    // Sums of thirty-two cells, of lines, of thirty-two lines, of images: error follows the longest chain of additions.
    var plane = 0.0;
    var lines = 0.0;
    for (var line = 0u; line < WIN_H; line++) {
      let y = (top + i32(line)) * CONV_STRIDE_Y + ky;
      if (y < 0 || y >= IN_H) { continue; }
      var sum = 0.0;
      var partial = 0.0;
      for (var column = 0u; column < WIN_W; column++) {
        let x = (left + i32(column)) * CONV_STRIDE_X + kx;
        if (x < 0 || x >= IN_W) { continue; }
        let g = cotangent[row * cellsOfWindow() + ((image * WIN_H + line) * WIN_W + column) * WIN_C + channel];
        partial += g * input[((n * u32(IN_H) + u32(y)) * u32(IN_W) + u32(x)) * CIN + o / MULTIPLIER];
        if (WIN_W > 32u && column % 32u == 31u) {
          sum += partial;
          partial = 0.0;
        }
      }
      lines += sum + partial;
      if (WIN_H > 32u && line % 32u == 31u) {
        plane += lines;
        lines = 0.0;
      }
    }
    total += plane + lines;
  }
  jacobian[(chunk.first - chunk.slab + row) * ROW_WIDTH + OFFSET + tap * WIN_C + channel] = total;
}
