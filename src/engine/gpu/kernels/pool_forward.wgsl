// Pooling, forward: the largest (MAX = 1) or the mean of the cells inside the map, and which cell is the first of the largest.
// A thread an output.

override MAX: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
@group(0) @binding(3) var<storage, read_write> winners: array<u32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let per_image = OUT_H * OUT_W * COUT;
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * per_image) { return; }
  let at = chunk.first * per_image + thread;
  let position = at / COUT;
  let n = position / (OUT_H * OUT_W);
  let top = i32((position / OUT_W) % OUT_H) * CONV_STRIDE_Y - BEFORE_Y;
  let left = i32(position % OUT_W) * CONV_STRIDE_X - BEFORE_X;
  var best = 0.0;
  var winner = 0u;
  // Sums of thirty-two cells, of lines, of thirty-two lines: error follows the longest chain of additions.
  var sum = 0.0;
  var lines = 0.0;
  var count = 0u;
  for (var line = max(top, 0); line < min(top + i32(KH), IN_H); line++) {
    var whole = 0.0;
    var part = 0.0;
    for (var column = max(left, 0); column < min(left + i32(KW), IN_W); column++) {
      let cell = ((n * u32(IN_H) + u32(line)) * u32(IN_W) + u32(column)) * CIN + at % COUT;
      let value = x[cell];
      if (count == 0u || value > best) {
        best = value;
        winner = cell;
      }
      part += value;
      count++;
      if (KW > 32u && column % 32 == 31) {
        whole += part;
        part = 0.0;
      }
    }
    lines += whole + part;
    if (KH > 32u && line % 32 == 31) {
      sum += lines;
      lines = 0.0;
    }
  }
  y[at] = select((sum + lines) / f32(count), best, MAX == 1u);
  winners[at] = winner;
}
