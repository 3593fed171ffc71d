// One column of J: a thread a row picks its number, or zero where the structure has none.

override COLUMN: u32;

@group(0) @binding(1) var<storage, read> compact: array<f32>;
@group(0) @binding(2) var<storage, read_write> column: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  if (thread >= chunk.count) { return; }
  let k = compactOf(FIRST_ROW + chunk.first + thread, COLUMN);
  var value = 0.0;
  if (k >= 0) { value = compact[(chunk.first - chunk.slab + thread) * ROW_WIDTH + OFFSET + u32(k)]; }
  column[chunk.first + thread] = value;
}
