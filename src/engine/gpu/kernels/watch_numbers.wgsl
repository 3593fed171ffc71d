// Tells of a layer that holds a number which is not finite: exponents of all ones, for comparisons with NaN may be left out.
// A thread looks at sixteen numbers.

override NUMBERS: u32;
override LAYER: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> numbers: array<f32>;
@group(0) @binding(2) var<storage, read_write> not_finite: array<u32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let first = (threadOf(id, groups)) * 16u;
  if (first >= NUMBERS || chunk.count == 0u) { return; }
  for (var at = first; at < min(first + 16u, NUMBERS); at++) {
    if ((bitcast<u32>(numbers[at]) & 0x7f800000u) == 0x7f800000u) { not_finite[LAYER] = 1u; }
  }
}
