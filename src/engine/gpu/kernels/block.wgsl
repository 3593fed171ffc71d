// Shared head of kernels that read compact rows: which column each of a row's numbers belongs to (jacobian/blocks.ts).
// STRUCTURE 0: channel, 1: all, 2: window.

override STRUCTURE: u32;
override ROW_WIDTH: u32;
override OFFSET: u32;
override WIDTH: u32;
override CHANNELS: u32;
override START: u32;
override SIZE: u32;
// Which of the images that the columns run over is the first that the rows are of.
override FIRST_IMAGE: u32;

fn pixels() -> u32 {
  return u32(MAP_H) * u32(MAP_W) * MAP_C;
}

// Column within the block of compact number k of row r; −1 where a window sticks out of the image.
fn columnOf(r: u32, k: u32) -> i32 {
  if (STRUCTURE == 1u) { return i32(k); }
  if (STRUCTURE == 0u) { return i32(k * CHANNELS + r % CHANNELS); }
  let cell = cellOf(unitOf(r), k);
  return select(-1, i32(mapIndex(cell) + FIRST_IMAGE * pixels()), cell.inside);
}

// The compact number of row r that is column `local` of the block; −1 where it is zero by structure.
fn compactOf(r: u32, local: u32) -> i32 {
  if (STRUCTURE == 1u) { return i32(local); }
  if (STRUCTURE == 0u) { return select(-1, i32(local / CHANNELS), local % CHANNELS == r % CHANNELS); }
  let unit = unitOf(r);
  let c = local % MAP_C;
  let column = i32((local / MAP_C) % u32(MAP_W)) - unit.j * STRIDE_X - ORIGIN_X;
  let line = i32((local / (MAP_C * u32(MAP_W))) % u32(MAP_H)) - unit.i * STRIDE_Y - ORIGIN_Y;
  // Of an image before the first it is no small number.
  let n = local / pixels() - FIRST_IMAGE;
  let inside = column >= 0 && column < i32(WIN_W) && line >= 0 && line < i32(WIN_H) && (WIN_N > 1u || n == unit.n);
  if (!inside || (OWN == 1u && c != unit.c)) { return -1; }
  let image = select(0u, n, WIN_N > 1u);
  return i32(((image * WIN_H + u32(line)) * WIN_W + u32(column)) * WIN_C + select(c, 0u, OWN == 1u));
}

// A channel's column is fed by every CHANNELS-th row only.
fn rowStep() -> u32 {
  return select(1u, CHANNELS, STRUCTURE == 0u);
}

// Rows from x up to and without y, of those from `begin` up to `end`, that column `local` of the block can be fed by: those of its
// channel, or of its image, for rows of other images would make of N images N² pairs.
fn rowsOf(begin: u32, end: u32, local: u32) -> vec2u {
  if (STRUCTURE == 0u) { return vec2u(begin + (local % CHANNELS + CHANNELS - begin % CHANNELS) % CHANNELS, end); }
  if (STRUCTURE == 1u || WIN_N > 1u) { return vec2u(begin, end); }
  let image = local / pixels();
  if (image < FIRST_IMAGE) { return vec2u(end, end); }
  let rows = ROWS_H * ROWS_W * ROWS_C;
  return vec2u(max(begin, (image - FIRST_IMAGE) * rows), min(end, (image - FIRST_IMAGE + 1u) * rows));
}
