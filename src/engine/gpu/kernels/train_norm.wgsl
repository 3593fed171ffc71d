// Batch norm with the batch's own statistics, and ReLU where it follows: a thread a channel of sixteen positions.

override C: u32;
override PLANE: u32;
override RELU: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> z: array<f32>;
@group(0) @binding(2) var<storage, read> statistics: array<f32>;
@group(0) @binding(3) var<storage, read> gamma: array<f32>;
@group(0) @binding(4) var<storage, read> beta: array<f32>;
@group(0) @binding(5) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  let c = thread % C;
  let first = thread / C * 16u;
  let end = min(first + 16u, chunk.count * PLANE);
  let mean = statistics[c];
  let inverse = statistics[C + c];
  let gain = gamma[c];
  let offset = beta[c];
  for (var p = first; p < end; p++) {
    let value = gain * ((z[p * C + c] - mean) * inverse) + offset;
    y[p * C + c] = select(value, 0.0, (RELU == 1u) & (value < 0.0));
  }
}
