// Zeros around every map: a thread an output.

override ABOVE: i32;
override LEFT: i32;
override IN_H: i32;
override IN_W: i32;
override OUT_H: u32;
override OUT_W: u32;
override C: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let per_image = OUT_H * OUT_W * C;
  let thread = threadOf(id, groups);
  if (thread >= chunk.count * per_image) { return; }
  let at = chunk.first * per_image + thread;
  let position = at / C;
  let n = position / (OUT_H * OUT_W);
  let line = i32((position / OUT_W) % OUT_H) - ABOVE;
  let column = i32(position % OUT_W) - LEFT;
  var value = 0.0;
  if (line >= 0 && line < IN_H && column >= 0 && column < IN_W) {
    value = x[((n * u32(IN_H) + u32(line)) * u32(IN_W) + u32(column)) * C + at % C];
  }
  y[at] = value;
}
