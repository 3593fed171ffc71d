// One input of a layer that joins several: its numbers go to their channels of the output, or are added there (ADD = 1).
// A thread a number.
override PER_IMAGE: u32;
// Channels of this input and of the output, and the first of them that is this input's.
override OWN: u32;
override C: u32;
override FIRST: u32;
override ADD: u32;
override LAYER: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
@group(0) @binding(3) var<storage, read_write> not_finite: array<u32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * PER_IMAGE) { return; }
  let at = chunk.first * PER_IMAGE + thread;
  let to = (at / OWN) * C + FIRST + at % OWN;
  var value = x[at];
  if (ADD == 1u) { value += y[to]; }
  if ((bitcast<u32>(value) & 0x7f800000u) == 0x7f800000u) { not_finite[LAYER] = 1u; }
  y[to] = value;
}
