// Batch norm pulled back through the batch's own statistics, and through ReLU above it: gamma/σ · (g − mean g − x̂ · mean(g·x̂)),
// Ioffe and Szegedy 2015. A thread a channel of sixteen positions.

override C: u32;
override PLANE: u32;
override RELU: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read> z: array<f32>;
@group(0) @binding(3) var<storage, read> statistics: array<f32>;
@group(0) @binding(4) var<storage, read> gamma: array<f32>;
@group(0) @binding(5) var<storage, read> beta: array<f32>;
@group(0) @binding(6) var<storage, read> of_beta: array<f32>;
@group(0) @binding(7) var<storage, read> of_gamma: array<f32>;
@group(0) @binding(8) var<storage, read_write> pulled: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  let c = thread % C;
  let first = thread / C * 16u;
  let positions = chunk.count * PLANE;
  let end = min(first + 16u, positions);
  let mean = statistics[c];
  let inverse = statistics[C + c];
  let gain = gamma[c];
  let offset = beta[c];
  let middle = of_beta[c] / f32(positions);
  let slope = of_gamma[c] / f32(positions);
  for (var p = first; p < end; p++) {
    let normal = (z[p * C + c] - mean) * inverse;
    let g = select(cotangent[p * C + c], 0.0, (RELU == 1u) & (gain * normal + offset <= 0.0));
    pulled[p * C + c] = gain * inverse * (g - middle - normal * slope);
  }
}
