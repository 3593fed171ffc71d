// Shared head of kernels that read compact rows: which column each of a row's numbers belongs to (jacobian/blocks.ts).
// STRUCTURE 0: channel, 1: all, 2: window.

override STRUCTURE: u32;
override ROW_WIDTH: u32;
override OFFSET: u32;
override WIDTH: u32;
override CHANNELS: u32;
override START: u32;
override SIZE: u32;

// Column within the block of compact number k of row r; −1 where a window sticks out of the image.
fn columnOf(r: u32, k: u32) -> i32 {
  if (STRUCTURE == 1u) { return i32(k); }
  if (STRUCTURE == 0u) { return i32(k * CHANNELS + r % CHANNELS); }
  let cell = cellOf(unitOf(r), k);
  return select(-1, i32(mapIndex(cell)), cell.inside);
}

// The compact number of row r that is column `local` of the block; −1 where it is zero by structure.
fn compactOf(r: u32, local: u32) -> i32 {
  if (STRUCTURE == 1u) { return i32(local); }
  if (STRUCTURE == 0u) { return select(-1, i32(local / CHANNELS), local % CHANNELS == r % CHANNELS); }
  let unit = unitOf(r);
  let c = local % MAP_C;
  let column = i32((local / MAP_C) % u32(MAP_W)) - unit.j * STRIDE_X - ORIGIN_X;
  let line = i32((local / (MAP_C * u32(MAP_W))) % u32(MAP_H)) - unit.i * STRIDE_Y - ORIGIN_Y;
  let n = local / (MAP_C * u32(MAP_W) * u32(MAP_H));
  let inside = column >= 0 && column < i32(WIN_W) && line >= 0 && line < i32(WIN_H) && (WIN_N > 1u || n == unit.n);
  if (!inside || (OWN == 1u && c != unit.c)) { return -1; }
  let image = select(0u, n, WIN_N > 1u);
  return i32(((image * WIN_H + u32(line)) * WIN_W + u32(column)) * WIN_C + select(c, 0u, OWN == 1u));
}


// A channel's column is fed by every CHANNELS-th row only.
fn rowStep() -> u32 {
  return select(1u, CHANNELS, STRUCTURE == 0u);
}

// The first row from `begin` on that feeds column `local` of the block.
fn firstRowOf(begin: u32, local: u32) -> u32 {
  if (STRUCTURE != 0u) { return begin; }
  return begin + (local % CHANNELS + CHANNELS - begin % CHANNELS) % CHANNELS;
}
