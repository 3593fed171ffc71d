// Batch-statistics batch norm: g ← gamma/σ · (g − mean(g) − x̂·mean(g·x̂)), means over all positions of all images.
// A thread serves one channel of one row, whose cotangent covers whole maps; in place.

@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> statistics: array<vec2f>;
@group(0) @binding(3) var<storage, read> gamma: array<f32>;
@group(0) @binding(4) var<storage, read_write> cotangent: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * MAP_C) { return; }
  let c = thread % MAP_C;
  let base = (thread / MAP_C) * cellsOfWindow() + c;
  let positions = cellsOfWindow() / MAP_C;
  let s = statistics[c];
  var sum = 0.0;
  var correlation = 0.0;
  for (var from = 0u; from < positions; from += 64u) {
    var a = 0.0;
    var b = 0.0;
    for (var p = from; p < min(from + 64u, positions); p++) {
      let g = cotangent[base + p * MAP_C];
      a += g;
      b += g * (x[p * MAP_C + c] - s.x) * s.y;
    }
    sum += a;
    correlation += b;
  }
  let mean = sum / f32(positions);
  let slope = correlation / f32(positions);
  for (var p = 0u; p < positions; p++) {
    let at = base + p * MAP_C;
    cotangent[at] = gamma[c] * s.y * (cotangent[at] - mean - (x[p * MAP_C + c] - s.x) * s.y * slope);
  }
}
