// First stage of batch norm's gradients: Σ g (of beta) and Σ g·x̂ (of gamma) of one channel over a stripe of positions, g the
// cotangent where ReLU lets it through. A thread a (stripe, channel).

override RELU: u32;

@group(0) @binding(1) var<storage, read> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read> z: array<f32>;
@group(0) @binding(3) var<storage, read> statistics: array<f32>;
@group(0) @binding(4) var<storage, read> gamma: array<f32>;
@group(0) @binding(5) var<storage, read> beta: array<f32>;
@group(0) @binding(6) var<storage, read_write> of_beta: array<f32>;
@group(0) @binding(7) var<storage, read_write> of_gamma: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  let c = thread % C;
  let stripe = thread / C;
  if (stripe >= STRIPES) { return; }
  let range = positionsOf(stripe);
  let mean = statistics[c];
  let inverse = statistics[C + c];
  let gain = gamma[c];
  let offset = beta[c];
  var sum = 0.0;
  var correlation = 0.0;
  for (var begin = range.x; begin < range.y; begin += 32u) {
    var s = 0.0;
    var t = 0.0;
    for (var p = begin; p < min(begin + 32u, range.y); p++) {
      let normal = (z[p * C + c] - mean) * inverse;
      let g = select(cotangent[p * C + c], 0.0, (RELU == 1u) & (gain * normal + offset <= 0.0));
      s += g;
      t += g * normal;
    }
    sum += s;
    correlation += t;
  }
  of_beta[stripe * C + c] = sum;
  of_gamma[stripe * C + c] = correlation;
}
