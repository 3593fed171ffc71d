// A level's own numbers: gain times the pixel under each tap of the cell's source for the kernel, the gain itself for the
// bias, and what folded batch norms left. A thread writes up to thirty-two numbers of one cell that is alive.

// Cells that one of the chunk stands for: those of an image, or one where the chunk counts rows.
override UNIT: u32;
// Cells of an image of this level.
override CELLS: u32;
override WIDTH: u32;
override MOVED: u32;
// 1: the level's rows are dense, so numbers of the row's own channel lie CHANNELS apart.
override SPREAD: u32;
override CHANNELS: u32;
// Places within a row; −1: not asked for.
override KERNEL_OFFSET: i32;
override BIAS_OFFSET: i32;
override GAMMA_OFFSET: i32;
override BETA_OFFSET: i32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> input: array<f32>;
@group(0) @binding(2) var<storage, read> gain: array<f32>;
@group(0) @binding(3) var<storage, read> live: array<f32>;
@group(0) @binding(4) var<storage, read> source: array<u32>;
@group(0) @binding(5) var<storage, read> to_gamma: array<f32>;
@group(0) @binding(6) var<storage, read> to_beta: array<f32>;
@group(0) @binding(7) var<storage, read_write> level: array<f32>;

const TILE = 32u;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let width = select(1u, KH * KW * CIN, KERNEL_OFFSET >= 0);
  let tiles = (width + TILE - 1u) / TILE;
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * UNIT * tiles) { return; }
  let q = chunk.first * UNIT + thread / tiles;
  if (live[q] == 0.0) { return; }
  let tile = thread % tiles;
  let to = (q - chunk.slab * UNIT) * WIDTH + select(0u, q % CHANNELS, SPREAD == 1u);
  let apart = select(1u, CHANNELS, SPREAD == 1u);
  let g = gain[q];
  if (tile == 0u) {
    if (BIAS_OFFSET >= 0) { level[to + u32(BIAS_OFFSET)] = g; }
    if (GAMMA_OFFSET >= 0) { level[to + u32(GAMMA_OFFSET)] = to_gamma[q]; }
    if (BETA_OFFSET >= 0) { level[to + u32(BETA_OFFSET)] = to_beta[q]; }
  }
  if (KERNEL_OFFSET < 0) { return; }
  var at = q;
  if (MOVED == 1u) { at = source[q]; }
  let position = at / COUT;
  let n = position / (OUT_H * OUT_W);
  let top = i32((position / OUT_W) % OUT_H) * CONV_STRIDE_Y - BEFORE_Y;
  let left = i32(position % OUT_W) * CONV_STRIDE_X - BEFORE_X;
  // Which number of the patch comes next: counted, for dividing is slow on a software adapter.
  var k = tile * TILE;
  let stop = min(k + TILE, width);
  var ci = k % CIN;
  var kx = (k / CIN) % KW;
  var ky = k / (CIN * KW);
  loop {
    let y = top + i32(ky) * DILATION_Y;
    let x = left + i32(kx) * DILATION_X;
    var value = 0.0;
    if (y >= 0 && y < IN_H && x >= 0 && x < IN_W) { value = g * input[((n * u32(IN_H) + u32(y)) * u32(IN_W) + u32(x)) * CIN + ci]; }
    level[to + u32(KERNEL_OFFSET) + k * apart] = value;
    k++;
    ci++;
    let turn = ci == CIN;
    ci = select(ci, 0u, turn);
    kx += u32(turn);
    let down = kx == KW;
    kx = select(kx, 0u, down);
    ky += u32(down);
    continuing { break if k >= stop; }
  }
}
