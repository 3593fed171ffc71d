// Softmax over the channels of each position, for a range of images; the largest logit is subtracted first.
override C: u32;
override POSITIONS: u32;

struct Chunk { first: u32, count: u32, slab: u32, pad: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> z: array<f32>;
@group(0) @binding(2) var<storage, read_write> p: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * POSITIONS) { return; }
  let at = (chunk.first * POSITIONS + thread) * C;
  var top = z[at];
  for (var c = 1u; c < C; c++) { top = max(top, z[at + c]); }
  var total = 0.0;
  for (var begin = 0u; begin < C; begin += 64u) {
    var partial = 0.0;
    for (var c = begin; c < min(begin + 64u, C); c++) { partial += exp(z[at + c] - top); }
    total += partial;
  }
  for (var c = 0u; c < C; c++) { p[at + c] = exp(z[at + c] - top) / total; }
}
