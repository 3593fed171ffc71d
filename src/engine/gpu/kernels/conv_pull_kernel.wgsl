// Every row's derivative with respect to the kernel: cotangent window times the input under each tap.
// A thread makes one compact number: (row, tap, cin) and, unless one channel alone is alive, cout.

override KH: u32; override KW: u32;
override CONV_STRIDE_Y: i32; override CONV_STRIDE_X: i32;
override DILATION_Y: i32; override DILATION_X: i32;
override BEFORE_Y: i32; override BEFORE_X: i32;
override IN_H: i32; override IN_W: i32; override CIN: u32;
override ROW_WIDTH: u32; override OFFSET: u32;

@group(0) @binding(1) var<storage, read> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read> input: array<f32>;
@group(0) @binding(3) var<storage, read_write> jacobian: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let width = KH * KW * CIN * WIN_C;
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * width) { return; }
  let row = thread / width;
  let entry = thread % width;
  let o = entry % WIN_C;
  let c = (entry / WIN_C) % CIN;
  let tap = entry / (WIN_C * CIN);
  let ky = i32(tap / KW) * DILATION_Y - BEFORE_Y;
  let kx = i32(tap % KW) * DILATION_X - BEFORE_X;
  let unit = unitOf(chunk.first + row);
  let top = unit.i * STRIDE_Y + ORIGIN_Y;
  let left = unit.j * STRIDE_X + ORIGIN_X;
  let base = row * cellsOfWindow() + o;
  var total = 0.0;
  for (var image = 0u; image < WIN_N; image++) {
    let n = select(image, unit.n, WIN_N == 1u);
    var plane = 0.0;
    for (var line = 0; line < i32(WIN_H); line++) {
      let y = top + line;
      let yi = y * CONV_STRIDE_Y + ky;
      if (y < 0 || y >= MAP_H || yi < 0 || yi >= IN_H) { continue; }
      var partial = 0.0;
      for (var column = 0; column < i32(WIN_W); column++) {
        let x = left + column;
        let xi = x * CONV_STRIDE_X + kx;
        if (x < 0 || x >= MAP_W || xi < 0 || xi >= IN_W) { continue; }
        partial += cotangent[base + ((image * WIN_H + u32(line)) * WIN_W + u32(column)) * WIN_C]
          * input[((n * u32(IN_H) + u32(yi)) * u32(IN_W) + u32(xi)) * CIN + c];
      }
      plane += partial;
    }
    total += plane;
  }
  jacobian[(chunk.first - chunk.slab + row) * ROW_WIDTH + OFFSET + entry] = total;
}
