// Every row's derivative with respect to alpha: a thread a (row, alpha), which sums over the cells that share it.

override ROW_WIDTH: u32;
override OFFSET: u32;

@group(0) @binding(1) var<storage, read> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read_write> jacobian: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let width = ALPHA_H * ALPHA_W * ALPHA_C;
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * width) { return; }
  let row = thread / width;
  let wanted = thread % width;
  let unit = unitOf(chunk.first + row);
  var total = 0.0;
  for (var image = 0u; image < WIN_N; image++) {
    // Sums of thirty-two cells, of lines, of thirty-two lines, of images: error follows the longest chain of additions.
    var plane = 0.0;
    var lines = 0.0;
    for (var line = 0u; line < WIN_H; line++) {
      var sum = 0.0;
      var partial = 0.0;
      for (var index = 0u; index < WIN_W * WIN_C; index++) {
        if (WIN_W * WIN_C > 32u && index % 32u == 31u) {
          sum += partial;
          partial = 0.0;
        }
        let at = (image * WIN_H + line) * WIN_W * WIN_C + index;
        let cell = cellOf(unit, at);
        if (!cell.inside || alphaIndex(u32(cell.y), u32(cell.x), cell.c) != wanted) { continue; }
        partial += cotangent[row * cellsOfWindow() + at] * min(x[mapIndex(cell)], 0.0);
      }
      lines += sum + partial;
      if (WIN_H > 32u && line % 32u == 31u) {
        plane += lines;
        lines = 0.0;
      }
    }
    total += plane + lines;
  }
  jacobian[(chunk.first - chunk.slab + row) * ROW_WIDTH + OFFSET + wanted] = total;
}
