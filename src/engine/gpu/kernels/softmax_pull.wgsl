// Softmax pulled back: g_k ← p_k · (g_k − Σ g·p) at each position of the window. All channels come alive.

@group(0) @binding(1) var<storage, read> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read> p: array<f32>;
@group(0) @binding(3) var<storage, read_write> pulled: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let positions = WIN_N * WIN_H * WIN_W;
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * positions * MAP_C) { return; }
  let k = thread % MAP_C;
  let place = (thread / MAP_C) % positions;
  let row = thread / (MAP_C * positions);
  let begin = row * cellsOfWindow() + place * WIN_C;
  var cell = cellOf(unitOf(chunk.first + row), place * WIN_C);
  let own = cell.c;
  cell.c = 0u;
  var value = 0.0;
  if (cell.inside) {
    let at = mapIndex(cell);
    var inner = 0.0;
    var here = 0.0;
    if (OWN == 1u) {
      inner = cotangent[begin] * p[at + own];
      here = select(0.0, cotangent[begin], own == k);
    } else {
      for (var first = 0u; first < MAP_C; first += 64u) {
        var partial = 0.0;
        for (var c = first; c < min(first + 64u, MAP_C); c++) { partial += cotangent[begin + c] * p[at + c]; }
        inner += partial;
      }
      here = cotangent[begin + k];
    }
    value = p[at + k] * (here - inner);
  }
  pulled[thread] = value;
}
