// Shared head of every kernel that works on rows: which rows, which unit a row is, where its cotangent's window lies.
// It declares what a Window of layers/window.ts says; the suffix _IN is the window on a layer's input.

override ROWS_H: u32 = 1u;
override ROWS_W: u32 = 1u;
override ROWS_C: u32 = 1u;

override MAP_H: i32 = 1;
override MAP_W: i32 = 1;
override MAP_C: u32 = 1u;
override WIN_N: u32 = 1u;
override WIN_H: u32 = 1u;
override WIN_W: u32 = 1u;
override WIN_C: u32 = 1u;
override STRIDE_Y: i32 = 1;
override STRIDE_X: i32 = 1;
override ORIGIN_Y: i32 = 0;
override ORIGIN_X: i32 = 0;
override OWN: u32 = 0u;

struct Chunk {
  first: u32,
  count: u32,
  slab: u32,
  // What else the chunk starts from: for kernels that read rows out, the row that their output starts with.
  base: u32,
}
@group(0) @binding(0) var<uniform> chunk: Chunk;

struct Unit {
  n: u32,
  i: i32,
  j: i32,
  c: u32,
}

// Row r of all images as (n, i, j, c).
fn unitOf(r: u32) -> Unit {
  let position = r / ROWS_C;
  let line = position / ROWS_W;
  return Unit(line / ROWS_H, i32(line % ROWS_H), i32(position % ROWS_W), r % ROWS_C);
}

// A cell of a row's window: which image, where on the map, which channel; `inside` is false where the window sticks out.
struct Cell {
  n: u32,
  y: i32,
  x: i32,
  c: u32,
  inside: bool,
}

fn cellOf(unit: Unit, index: u32) -> Cell {
  let channel = index % WIN_C;
  let column = (index / WIN_C) % WIN_W;
  let line = (index / (WIN_C * WIN_W)) % WIN_H;
  let image = index / (WIN_C * WIN_W * WIN_H);
  let y = unit.i * STRIDE_Y + ORIGIN_Y + i32(line);
  let x = unit.j * STRIDE_X + ORIGIN_X + i32(column);
  return Cell(
    select(image, unit.n, WIN_N == 1u),
    y,
    x,
    select(channel, unit.c, OWN == 1u),
    y >= 0 && y < MAP_H && x >= 0 && x < MAP_W,
  );
}

// Index of a cell in the map [N, H, W, C] itself.
fn mapIndex(cell: Cell) -> u32 {
  return ((cell.n * u32(MAP_H) + u32(cell.y)) * u32(MAP_W) + u32(cell.x)) * MAP_C + cell.c;
}

fn cellsOfWindow() -> u32 {
  return WIN_N * WIN_H * WIN_W * WIN_C;
}
