// A max pool pulled back: a thread gathers, for one cell of the input, the cotangents of the windows that it has won.

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read> winners: array<u32>;
@group(0) @binding(3) var<storage, read_write> pulled: array<f32>;

// The first window along one axis that reaches `at`, and the one after the last.
fn windows(at: i32, before: i32, size: u32, stride: i32, out: u32) -> vec2i {
  let low = at + before - i32(size) + 1;
  return vec2i(select(0, (low + stride - 1) / stride, low > 0), min((at + before) / stride + 1, i32(out)));
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let cell = id.y * groups.x * 64u + id.x;
  let plane = u32(IN_H * IN_W) * CIN;
  if (cell >= chunk.count * plane) { return; }
  let c = cell % CIN;
  let position = (cell % plane) / CIN;
  let ys = windows(i32(position) / IN_W, BEFORE_Y, KH, CONV_STRIDE_Y, OUT_H);
  let xs = windows(i32(position) % IN_W, BEFORE_X, KW, CONV_STRIDE_X, OUT_W);
  var total = 0.0;
  for (var y = ys.x; y < ys.y; y++) {
    for (var x = xs.x; x < xs.y; x++) {
      let at = (((cell / plane) * OUT_H + u32(y)) * OUT_W + u32(x)) * CIN + c;
      if (winners[at] == cell) { total += cotangent[at]; }
    }
  }
  pulled[cell] = total;
}
