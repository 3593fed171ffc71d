// Every row's cotangent through a pool: a thread gathers one cell of one row from the pooled cells that it takes part in.

override MAX: u32;

@group(0) @binding(1) var<storage, read> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read> winners: array<u32>;
@group(0) @binding(3) var<storage, read_write> pulled: array<f32>;

// How many cells of the map a pool that starts there covers along one axis.
fn covered(start: i32, size: u32, map: i32) -> f32 {
  return f32(min(start + i32(size), map) - max(start, 0));
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let cells = WIN_N_IN * WIN_H_IN * WIN_W_IN * WIN_C_IN;
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * cells) { return; }
  let row = thread / cells;
  let cell = thread % cells;
  let unit = unitOf(chunk.first + row);
  let channel = cell % WIN_C_IN;
  let c = select(channel, unit.c, OWN == 1u);
  let y = unit.i * STRIDE_Y_IN + ORIGIN_Y_IN + i32((cell / (WIN_C_IN * WIN_W_IN)) % WIN_H_IN);
  let x = unit.j * STRIDE_X_IN + ORIGIN_X_IN + i32((cell / WIN_C_IN) % WIN_W_IN);
  let image = cell / (WIN_C_IN * WIN_W_IN * WIN_H_IN);
  let n = select(image, unit.n, WIN_N == 1u);
  var total = 0.0;
  if (y >= 0 && y < MAP_H_IN && x >= 0 && x < MAP_W_IN) {
    let here = ((n * u32(MAP_H_IN) + u32(y)) * u32(MAP_W_IN) + u32(x)) * MAP_C_IN + c;
    let top = unit.i * STRIDE_Y + ORIGIN_Y;
    let left = unit.j * STRIDE_X + ORIGIN_X;
    for (var ky = 0u; ky < KH; ky++) {
      let ty = y + BEFORE_Y - i32(ky);
      if (ty < 0 || ty % CONV_STRIDE_Y != 0) { continue; }
      let py = ty / CONV_STRIDE_Y;
      if (py < top || py >= top + i32(WIN_H) || py >= MAP_H) { continue; }
      for (var kx = 0u; kx < KW; kx++) {
        let tx = x + BEFORE_X - i32(kx);
        if (tx < 0 || tx % CONV_STRIDE_X != 0) { continue; }
        let px = tx / CONV_STRIDE_X;
        if (px < left || px >= left + i32(WIN_W) || px >= MAP_W) { continue; }
        let g = cotangent[row * cellsOfWindow() + ((image * WIN_H + u32(py - top)) * WIN_W + u32(px - left)) * WIN_C + channel];
        if (MAX == 1u) {
          let pooled = ((n * u32(MAP_H) + u32(py)) * u32(MAP_W) + u32(px)) * MAP_C + c;
          if (winners[pooled] == here) { total += g; }
        } else {
          total += g / (covered(py * CONV_STRIDE_Y - BEFORE_Y, KH, IN_H) * covered(px * CONV_STRIDE_X - BEFORE_X, KW, IN_W));
        }
      }
    }
  }
  pulled[thread] = total;
}
