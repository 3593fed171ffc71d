// Batch statistics, last of three kernels: row(q) = gain(q) · (row below − its mean − x̂ · mean of x̂ times it), where the gain
// has been multiplied by gamma/σ already. A thread writes up to thirty-two numbers of one row.

override UNIT: u32;
override WIDTH: u32;
override WIDTH_BELOW: u32;
override CHANNELS: u32;
override MOVED: u32;
// 1: the rows are made of zeros, so that one that is off has nothing to write.
override CLEARED: u32;
// A bias right under the norm moves every cell of its channel alike, which the mean takes back: exactly zero. −1: none.
override ZERO_OFFSET: i32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> below: array<f32>;
@group(0) @binding(2) var<storage, read> live_below: array<f32>;
@group(0) @binding(3) var<storage, read> x: array<f32>;
@group(0) @binding(4) var<storage, read> statistics: array<vec2f>;
@group(0) @binding(5) var<storage, read> means: array<vec2f>;
@group(0) @binding(6) var<storage, read> gain: array<f32>;
@group(0) @binding(7) var<storage, read> source: array<u32>;
@group(0) @binding(8) var<storage, read_write> level: array<f32>;

const TILE = 32u;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let tiles = max(1u, (WIDTH_BELOW + TILE - 1u) / TILE);
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * UNIT * tiles) { return; }
  let q = chunk.first * UNIT + thread / tiles;
  let g = gain[q];
  if (CLEARED == 1u && g == 0.0) { return; }
  let to = (q - chunk.slab * UNIT) * WIDTH;
  var at = q;
  if (MOVED == 1u) { at = source[q]; }
  let c = at % CHANNELS;
  let s = statistics[c];
  let normalised = (x[at] - s.x) * s.y;
  let alive = live_below[at] != 0.0;
  let tile = thread % tiles;
  for (var k = tile * TILE; k < min(tile * TILE + TILE, WIDTH_BELOW); k++) {
    var value = 0.0;
    if (alive) { value = below[at * WIDTH_BELOW + k]; }
    let mean = means[c * WIDTH_BELOW + k];
    value = g * (value - mean.x - normalised * mean.y);
    if (i32(k) == ZERO_OFFSET) { value = 0.0; }
    level[to + k] = value;
  }
}
