// One column of J: a thread a row picks its number, or zero where the structure has none.

@group(0) @binding(1) var<storage, read> compact: array<f32>;
// The column within its block. Not a constant: a pipeline for each column would have to be compiled.
@group(0) @binding(2) var<storage, read> chosen: array<u32>;
@group(0) @binding(3) var<storage, read_write> column: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  if (thread >= chunk.count) { return; }
  let r = chunk.first + thread;
  let k = compactOf(r, chosen[0]);
  var value = 0.0;
  if (k >= 0) { value = compact[(r - chunk.slab) * ROW_WIDTH + OFFSET + u32(k)]; }
  column[r - chunk.base] = value;
}
