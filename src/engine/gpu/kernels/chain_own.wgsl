// A level's own numbers that are one a row: the gain itself for the bias, and what a folded batch norm left. A thread a cell.

// Cells that one of the chunk stands for: those of an image, or one where the chunk counts rows.
override UNIT: u32;
override WIDTH: u32;
// 1: the level's rows are dense, so numbers of the row's own channel lie CHANNELS apart.
override SPREAD: u32;
override CHANNELS: u32;
// Places within a row; −1: not asked for.
override BIAS_OFFSET: i32;
override GAMMA_OFFSET: i32;
override BETA_OFFSET: i32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> gain: array<f32>;
@group(0) @binding(2) var<storage, read> live: array<f32>;
@group(0) @binding(3) var<storage, read> to_gamma: array<f32>;
@group(0) @binding(4) var<storage, read> to_beta: array<f32>;
@group(0) @binding(5) var<storage, read_write> level: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * UNIT) { return; }
  let q = chunk.first * UNIT + thread;
  if (live[q] == 0.0) { return; }
  let to = (q - chunk.slab * UNIT) * WIDTH + select(0u, q % CHANNELS, SPREAD == 1u);
  if (BIAS_OFFSET >= 0) { level[to + u32(BIAS_OFFSET)] = gain[q]; }
  if (GAMMA_OFFSET >= 0) { level[to + u32(GAMMA_OFFSET)] = to_gamma[q]; }
  if (BETA_OFFSET >= 0) { level[to + u32(BETA_OFFSET)] = to_beta[q]; }
}
