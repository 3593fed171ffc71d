// Norms and maxima of rows and columns from one reading, where a column is the same number of every row that feeds it (structures
// `channel` and `all`). A thread holds a tile of up to thirty-two numbers of a row and goes down a stripe of rows. It leaves, of each
// row, what row_statistics.wgsl does, and of each column Σ value, Σ |value|, Σ value² and the largest magnitude in its stripe.

// Fours of numbers in a tile; the tiles of all blocks in a row, and where this block's begin.
override QUADS: u32;
override TILES: u32;
override TILE_OFFSET: u32;
override STRIPE_ROWS: u32;

@group(0) @binding(1) var<storage, read> compact: array<f32>;
@group(0) @binding(2) var<storage, read_write> of_rows: array<u32>;
@group(0) @binding(3) var<storage, read_write> of_stripes: array<vec4f>;

struct Columns { sum: vec4f, magnitude: vec4f, squares: vec4f, most: vec4f }
struct Row { squares: vec4f, most: f32, quad: u32 }

// Four numbers of a row from the k-th of its block on. Past its last there are others, which are not of this block.
fn four(at: u32, k: u32) -> vec4f {
  let all = vec4f(compact[at], compact[at + 1u], compact[at + 2u], compact[at + 3u]);
  if (WIDTH % (4u * QUADS) == 0u) { return all; }
  return select(vec4f(0.0), all, vec4u(k, k + 1u, k + 2u, k + 3u) < vec4u(WIDTH));
}

// As max, which has a say about what is not a number, and on a software adapter takes several times as long for it.
fn larger(a: vec4f, b: vec4f) -> vec4f { return select(a, b, b > a); }

fn down(columns: Columns, v: vec4f, magnitude: vec4f, square: vec4f) -> Columns {
  return Columns(columns.sum + v, columns.magnitude + magnitude, columns.squares + square, larger(columns.most, magnitude));
}

// Only which four the largest is among: to compare number by number would take as long as all else.
fn along(row: Row, magnitude: vec4f, square: vec4f, quad: u32) -> Row {
  let two = select(magnitude.xy, magnitude.zw, magnitude.zw > magnitude.xy);
  let most = select(two.x, two.y, two.y > two.x);
  let more = most > row.most;
  return Row(row.squares + square, select(row.most, most, more), select(row.quad, quad, more));
}

fn leave(c: Columns, k: u32, lane: u32, stripe: u32) {
  for (var n = 0u; n < 4u; n++) {
    if (k + n < WIDTH) { of_stripes[stripe * SIZE + (k + n) * rowStep() + lane] = vec4f(c.sum[n], c.magnitude[n], c.squares[n], c.most[n]); }
  }
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  let tiles = (WIDTH + 4u * QUADS - 1u) / (4u * QUADS);
  let lanes = rowStep();
  let tile = thread % tiles;
  let lane = (thread / tiles) % lanes;
  let stripe = thread / tiles / lanes;
  if (stripe * STRIPE_ROWS >= chunk.count) { return; }
  let begin = chunk.first + stripe * STRIPE_ROWS;
  let end = min(begin + STRIPE_ROWS, chunk.first + chunk.count);
  let k = tile * 4u * QUADS;
  var c0 = Columns(); var c1 = Columns(); var c2 = Columns(); var c3 = Columns();
  var c4 = Columns(); var c5 = Columns(); var c6 = Columns(); var c7 = Columns();
  for (var r = begin + (lane + lanes - begin % lanes) % lanes; r < end; r += lanes) {
    let at = (r - chunk.slab) * ROW_WIDTH + OFFSET + k;
    var row = Row();
    // How many there are is known when the kernel is compiled.
    { let v = four(at, k); let a = abs(v); let s = v * v; c0 = down(c0, v, a, s); row = along(row, a, s, 0u); }
    if (QUADS > 1u) { let v = four(at + 4u, k + 4u); let a = abs(v); let s = v * v; c1 = down(c1, v, a, s); row = along(row, a, s, 1u); }
    if (QUADS > 2u) { let v = four(at + 8u, k + 8u); let a = abs(v); let s = v * v; c2 = down(c2, v, a, s); row = along(row, a, s, 2u); }
    if (QUADS > 3u) { let v = four(at + 12u, k + 12u); let a = abs(v); let s = v * v; c3 = down(c3, v, a, s); row = along(row, a, s, 3u); }
    if (QUADS > 4u) { let v = four(at + 16u, k + 16u); let a = abs(v); let s = v * v; c4 = down(c4, v, a, s); row = along(row, a, s, 4u); }
    if (QUADS > 5u) { let v = four(at + 20u, k + 20u); let a = abs(v); let s = v * v; c5 = down(c5, v, a, s); row = along(row, a, s, 5u); }
    if (QUADS > 6u) { let v = four(at + 24u, k + 24u); let a = abs(v); let s = v * v; c6 = down(c6, v, a, s); row = along(row, a, s, 6u); }
    if (QUADS > 7u) { let v = four(at + 28u, k + 28u); let a = abs(v); let s = v * v; c7 = down(c7, v, a, s); row = along(row, a, s, 7u); }
    // The first of equals.
    let v = four(at + 4u * row.quad, k + 4u * row.quad);
    let is = abs(v) == vec4f(row.most);
    let n = select(select(select(3u, 2u, is.z), 1u, is.y), 0u, is.x);
    let best = select(select(select(v.w, v.z, is.z), v.y, is.y), v.x, is.x);
    let to = 3u * ((r - chunk.base) * TILES + TILE_OFFSET + tile);
    of_rows[to] = bitcast<u32>((row.squares.x + row.squares.y) + (row.squares.z + row.squares.w));
    of_rows[to + 1u] = bitcast<u32>(best);
    of_rows[to + 2u] = select(START + u32(columnOf(r, k + 4u * row.quad + n)) + 1u, 0u, row.most == 0.0);
  }
  leave(c0, k, lane, stripe);
  if (QUADS > 1u) { leave(c1, k + 4u, lane, stripe); }
  if (QUADS > 2u) { leave(c2, k + 8u, lane, stripe); }
  if (QUADS > 3u) { leave(c3, k + 12u, lane, stripe); }
  if (QUADS > 4u) { leave(c4, k + 16u, lane, stripe); }
  if (QUADS > 5u) { leave(c5, k + 20u, lane, stripe); }
  if (QUADS > 6u) { leave(c6, k + 24u, lane, stripe); }
  if (QUADS > 7u) { leave(c7, k + 28u, lane, stripe); }
}
