// Every row's cotangent summed by channel over its window: a thread a (row, channel).

override ROW_WIDTH: u32;
override OFFSET: u32;

@group(0) @binding(1) var<storage, read> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read_write> jacobian: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * WIN_C) { return; }
  let row = thread / WIN_C;
  let channel = thread % WIN_C;
  let base = row * cellsOfWindow() + channel;
  var total = 0.0;
  // Sums of thirty-two cells, of lines, of thirty-two lines, of images: the error of a long sum follows the longest chain of
  // additions. Cells outside the map hold zeros.
  for (var image = 0u; image < WIN_N; image++) {
    var plane = 0.0;
    var lines = 0.0;
    for (var line = 0u; line < WIN_H; line++) {
      var sum = 0.0;
      var partial = 0.0;
      for (var column = 0u; column < WIN_W; column++) {
        partial += cotangent[base + ((image * WIN_H + line) * WIN_W + column) * WIN_C];
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
  jacobian[(chunk.first - chunk.slab + row) * ROW_WIDTH + OFFSET + channel] = total;
}
