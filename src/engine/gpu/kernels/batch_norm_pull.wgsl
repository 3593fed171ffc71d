// Batch norm crossed from output to input for every row, in place. A thread serves one channel of one row: it sums the
// cotangent (∂/∂beta) and the cotangent times x̂ (∂/∂gamma) over the window, then rescales it by gamma/σ.
// BATCH = 1: the statistics are those of the images, so g ← gamma/σ · (g − mean(g) − x̂·mean(g·x̂)).

override ROW_WIDTH: u32;
// Where the two sums go within a compact row; −1: nowhere.
override GAMMA_OFFSET: i32;
override BETA_OFFSET: i32;
override BATCH: u32;
override RESCALE: u32;

@group(0) @binding(1) var<storage, read_write> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read> statistics: array<vec2f>;
@group(0) @binding(4) var<storage, read> gamma: array<f32>;
@group(0) @binding(5) var<storage, read_write> jacobian: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * WIN_C) { return; }
  let row = thread / WIN_C;
  let unit = unitOf(chunk.first + row);
  let channel = thread % WIN_C;
  let c = select(channel, unit.c, OWN == 1u);
  let s = statistics[c];
  let gain = gamma[c] * s.y;
  let top = unit.i * STRIDE_Y + ORIGIN_Y;
  let left = unit.j * STRIDE_X + ORIGIN_X;
  let rescale = RESCALE == 1u && BATCH == 0u;
  var sum = 0.0;
  var correlation = 0.0;
  var at = row * cellsOfWindow() + channel;
  for (var image = 0u; image < WIN_N; image++) {
    let n = select(image, unit.n, WIN_N == 1u);
    // Sums of thirty-two cells, of lines, of thirty-two lines, of images: error follows the longest chain of additions.
    var plane = vec2f(0.0);
    var lines = vec2f(0.0);
    for (var y = top; y < top + i32(WIN_H); y++) {
      // Cells off the map hold zeros.
      var line = vec2f(0.0);
      var a = 0.0;
      var b = 0.0;
      for (var column = left; column < left + i32(WIN_W); column++) {
        let g = cotangent[at];
        if (g != 0.0) {
          a += g;
          b += g * (x[((n * u32(MAP_H) + u32(y)) * u32(MAP_W) + u32(column)) * MAP_C + c] - s.x);
          if (rescale) { cotangent[at] = g * gain; }
        }
        at += WIN_C;
        if (WIN_W > 32u && column % 32 == 31) {
          line += vec2f(a, b);
          a = 0.0;
          b = 0.0;
        }
      }
      line += vec2f(a, b);
      lines += vec2f(line.x, line.y * s.y);
      if (WIN_H > 32u && y % 32 == 31) {
        plane += lines;
        lines = vec2f(0.0);
      }
    }
    sum += plane.x + lines.x;
    correlation += plane.y + lines.y;
  }
  let to = (chunk.first - chunk.slab + row) * ROW_WIDTH + channel;
  if (GAMMA_OFFSET >= 0) { jacobian[to + u32(GAMMA_OFFSET)] = correlation; }
  if (BETA_OFFSET >= 0) { jacobian[to + u32(BETA_OFFSET)] = sum; }
  if (RESCALE == 1u && BATCH == 1u) {
    let positions = cellsOfWindow() / WIN_C;
    let mean = sum / f32(positions);
    let slope = correlation / f32(positions);
    for (var p = 0u; p < positions; p++) {
      let here = row * cellsOfWindow() + p * WIN_C + channel;
      cotangent[here] = gain * (cotangent[here] - mean - (x[p * MAP_C + c] - s.x) * s.y * slope);
    }
  }
}
