// First stage of a bias's gradient: Σ of one channel's cotangent over a stripe of positions. A thread a (stripe, channel).

@group(0) @binding(1) var<storage, read> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read_write> partial: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  let c = thread % C;
  let stripe = thread / C;
  if (stripe >= STRIPES) { return; }
  let range = positionsOf(stripe);
  var sum = 0.0;
  for (var begin = range.x; begin < range.y; begin += 32u) {
    var part = 0.0;
    for (var p = begin; p < min(begin + 32u, range.y); p++) { part += cotangent[p * C + c]; }
    sum += part;
  }
  partial[stripe * C + c] = sum;
}
