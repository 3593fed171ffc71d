// A convolution's kernel [kh, kw, cin, cout] as the one that pulls cotangents back: taps in reverse order, [kh, kw, cout, cin].

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> kernel: array<f32>;
@group(0) @binding(2) var<storage, read_write> flipped: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  let taps = KH * KW;
  if (thread >= taps * CIN * COUT || chunk.count == 0u) { return; }
  let c = thread % CIN;
  let o = (thread / CIN) % COUT;
  let tap = taps - 1u - thread / (CIN * COUT);
  flipped[thread] = kernel[(tap * CIN + c) * COUT + o];
}
