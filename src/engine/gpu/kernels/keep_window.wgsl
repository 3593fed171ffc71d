// The cotangent that has reached the input is the row itself: copies it into the compact rows.

override ROW_WIDTH: u32;
override OFFSET: u32;
override WIDTH: u32;

@group(0) @binding(1) var<storage, read> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read_write> jacobian: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * WIDTH) { return; }
  jacobian[(chunk.first - chunk.slab + thread / WIDTH) * ROW_WIDTH + OFFSET + thread % WIDTH] = cotangent[thread];
}
