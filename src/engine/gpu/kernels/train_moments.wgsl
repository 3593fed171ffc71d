// First stage of batch statistics: mean and summed squared deviation of one channel over a stripe of positions. A thread a
// (stripe, channel). Deviations are taken from the stripe's first number, which lies among the others.

@group(0) @binding(1) var<storage, read> z: array<f32>;
@group(0) @binding(2) var<storage, read_write> partial: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  let c = thread % C;
  let stripe = thread / C;
  if (stripe >= STRIPES) { return; }
  let range = positionsOf(stripe);
  let middle = z[min(range.x, chunk.count * PLANE - 1u) * C + c];
  var sum = 0.0;
  var squares = 0.0;
  for (var begin = range.x; begin < range.y; begin += 32u) {
    var s = 0.0;
    var q = 0.0;
    for (var p = begin; p < min(begin + 32u, range.y); p++) {
      let d = z[p * C + c] - middle;
      s += d;
      q += d * d;
    }
    sum += s;
    squares += q;
  }
  let count = f32(max(range.y - range.x, 1u));
  partial[2u * stripe * C + c] = middle + sum / count;
  partial[(2u * stripe + 1u) * C + c] = squares - sum * sum / count;
}
