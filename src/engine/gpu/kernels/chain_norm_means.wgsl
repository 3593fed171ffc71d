// Batch statistics, second of three kernels: the stripes' sums added, and divided by the number of positions.

override NUMBERS: u32;
override STRIPES: u32;
override POSITIONS: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> sums: array<vec2f>;
@group(0) @binding(2) var<storage, read_write> means: array<vec2f>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  if (thread >= NUMBERS || chunk.count == 0u) { return; }
  var total = vec2f(0.0);
  for (var part = 0u; part < STRIPES; part += 16u) {
    var partial = vec2f(0.0);
    for (var s = part; s < min(part + 16u, STRIPES); s++) { partial += sums[s * NUMBERS + thread]; }
    total += partial;
  }
  means[thread] = total / f32(POSITIONS);
}
