// Every row's cotangent summed by channel over its window: a thread a (row, channel).

override ROW_WIDTH: u32;
override OFFSET: u32;

@group(0) @binding(1) var<storage, read> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read_write> jacobian: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * WIN_C) { return; }
  let row = thread / WIN_C;
  let channel = thread % WIN_C;
  let base = row * cellsOfWindow() + channel;
  var total = 0.0;
  // Line sums first, then those of an image: the error of a long sum follows the longest chain of additions. Cells outside the
  // map hold zeros.
  for (var image = 0u; image < WIN_N; image++) {
    var plane = 0.0;
    for (var line = image * WIN_H; line < (image + 1u) * WIN_H; line++) {
      var partial = 0.0;
      for (var column = 0u; column < WIN_W; column++) {
        partial += cotangent[base + (line * WIN_W + column) * WIN_C];
      }
      plane += partial;
    }
    total += plane;
  }
  jacobian[(chunk.first - chunk.slab + row) * ROW_WIDTH + OFFSET + channel] = total;
}
