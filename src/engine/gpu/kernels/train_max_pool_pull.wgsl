// A max pool pulled back: a thread gathers, for the cells of a line of one channel of the input, the cotangents of the windows
// that each has won.

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read> winners: array<u32>;
@group(0) @binding(3) var<storage, read_write> pulled: array<f32>;

// Windows that a cell lies in, along each axis, at most.
override REACH_Y: u32;
override REACH_X: u32;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  let line = thread / CIN;
  if (line >= chunk.count * u32(IN_H)) { return; }
  let row = i32(line) % IN_H;
  let above = i32(line) / IN_H * i32(OUT_H);
  for (var column = 0; column < IN_W; column++) {
    let cell = (line * u32(IN_W) + u32(column)) * CIN + thread % CIN;
    var total = 0.0;
    // From the last window that begins at or before the cell, backwards; no branches, which a software adapter pays for.
    for (var up = 0; up < i32(REACH_Y); up++) {
      let y = (row + BEFORE_Y) / CONV_STRIDE_Y - up;
      for (var left = 0; left < i32(REACH_X); left++) {
        let x = (column + BEFORE_X) / CONV_STRIDE_X - left;
        let on = (y >= 0) & (y < i32(OUT_H)) & (x >= 0) & (x < i32(OUT_W));
        let at = u32(select(0, (above + y) * i32(OUT_W) + x, on)) * CIN + thread % CIN;
        total += select(0.0, cotangent[at], on & (winners[at] == cell));
      }
    }
    pulled[cell] = total;
  }
}
