// Second stage of batch statistics: the stripes of train_moments.wgsl put together (Chan, Golub and LeVeque 1979) into mean and
// 1/σ of each channel, and the running statistics moved towards them as TensorFlow.js's layer does. A thread a channel.

override EPSILON: f32;

@group(0) @binding(1) var<storage, read> partial: array<f32>;
@group(0) @binding(2) var<storage, read> momentum: array<f32>;
@group(0) @binding(3) var<storage, read> moving_mean: array<f32>;
@group(0) @binding(4) var<storage, read> moving_variance: array<f32>;
// The means of all channels, then 1/σ of all.
@group(0) @binding(5) var<storage, read_write> statistics: array<f32>;
@group(0) @binding(6) var<storage, read_write> next_mean: array<f32>;
@group(0) @binding(7) var<storage, read_write> next_variance: array<f32>;

fn counted(stripe: u32) -> f32 {
  let range = positionsOf(stripe);
  return f32(range.y - range.x);
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let c = threadOf(id, groups);
  if (c >= C) { return; }
  let positions = f32(chunk.count * PLANE);
  let middle = partial[c];
  var shift = 0.0;
  for (var begin = 0u; begin < STRIPES; begin += 16u) {
    var part = 0.0;
    for (var s = begin; s < min(begin + 16u, STRIPES); s++) {
      part += counted(s) * (partial[2u * s * C + c] - middle);
    }
    shift += part;
  }
  let mean = middle + shift / positions;
  var squares = 0.0;
  for (var begin = 0u; begin < STRIPES; begin += 16u) {
    var part = 0.0;
    for (var s = begin; s < min(begin + 16u, STRIPES); s++) {
      let count = counted(s);
      let d = partial[2u * s * C + c] - mean;
      part += select(0.0, partial[(2u * s + 1u) * C + c] + count * d * d, count > 0.0);
    }
    squares += part;
  }
  let variance = squares / positions;
  statistics[c] = mean;
  statistics[C + c] = 1.0 / sqrt(variance + EPSILON);
  let decay = 1.0 - momentum[0];
  next_mean[c] = moving_mean[c] - (moving_mean[c] - mean) * decay;
  next_variance[c] = moving_variance[c] - (moving_variance[c] - variance) * decay;
}
