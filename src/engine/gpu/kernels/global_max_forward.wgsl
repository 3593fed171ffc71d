// The largest cell of a map in one channel, and how many are as large. A thread an output.

override CELLS: u32;
override C: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
@group(0) @binding(3) var<storage, read_write> ties: array<u32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * C) { return; }
  let at = chunk.first * C + thread;
  let start = (at / C) * CELLS * C + at % C;
  var best = x[start];
  var count = 1u;
  for (var cell = 1u; cell < CELLS; cell++) {
    let value = x[start + cell * C];
    if (value == best) { count++; }
    if (value > best) {
      best = value;
      count = 1u;
    }
  }
  y[at] = best;
  ties[at] = count;
}
