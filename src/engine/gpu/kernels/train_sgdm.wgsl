// One step of gradient descent with momentum and weight decay: v ← μv − ρ(g + λw), w ← w + v, into buffers of their own, because
// earlier weights may still be held. A thread a number.

override NUMBERS: u32;
// 1: weight decay acts on it.
override DECAYS: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
// ρ, μ, λ
@group(0) @binding(1) var<storage, read> settings: array<f32>;
@group(0) @binding(2) var<storage, read> gradient: array<f32>;
@group(0) @binding(3) var<storage, read> weight: array<f32>;
@group(0) @binding(4) var<storage, read> velocity: array<f32>;
@group(0) @binding(5) var<storage, read_write> next_weight: array<f32>;
@group(0) @binding(6) var<storage, read_write> next_velocity: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  let first = thread / 64u * 256u + thread % 64u;
  if (chunk.count == 0u) { return; }
  for (var at = first; at < min(first + 256u, NUMBERS); at += 64u) {
    var g = gradient[at];
    if (DECAYS == 1u) { g += weight[at] * settings[2]; }
    let v = velocity[at] * settings[1] - g * settings[0];
    next_velocity[at] = v;
    next_weight[at] = weight[at] + v;
  }
}
