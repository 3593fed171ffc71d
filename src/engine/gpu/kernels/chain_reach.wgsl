// What each position of a convolution reads of the level below: the terms of its sums whose row below something reaches, those of
// one input channel side by side. Of each position, first where each channel's terms begin, and where the last one's end; then
// the terms, each as the row's cell and its place in the kernel. A thread notes those of some channels, after it has counted those
// of the channels before.

// Positions of an image of the convolution's output.
override POSITIONS: u32;
// Channels of a thread.
override EACH: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> live_below: array<f32>;
@group(0) @binding(2) var<storage, read_write> reach: array<u32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  let stripes = (CIN + EACH - 1u) / EACH;
  if (thread >= chunk.count * POSITIONS * stripes) { return; }
  let first = thread % stripes * EACH;
  let last = min(first + EACH, CIN) - 1u;
  let position = thread / stripes;
  let begins = position * (CIN + 1u + 2u * KH * KW * CIN);
  let terms = begins + CIN + 1u;
  let image = i32(position / POSITIONS) * IN_H;
  let top = i32((position / OUT_W) % OUT_H) * CONV_STRIDE_Y - BEFORE_Y;
  let left = i32(position % OUT_W) * CONV_STRIDE_X - BEFORE_X;
  // Cells are counted from the first image whose levels are held, as the rows of the levels are.
  let held = chunk.base * u32(IN_H * IN_W) * CIN;
  var at = 0u;
  // Of the channels before, only how many there are.
  for (var tap = 0u; tap < select(KH * KW, 0u, first == 0u); tap++) {
    let y = top + i32(tap / KW) * DILATION_Y;
    let x = left + i32(tap % KW) * DILATION_X;
    let inside = (y >= 0) & (y < IN_H) & (x >= 0) & (x < IN_W);
    let cells = held + u32(select(0, (image + y) * IN_W + x, inside)) * CIN;
    for (var c = 0u; c < first; c++) { at += u32(inside & (live_below[cells + c] != 0.0)); }
  }
  for (var c = first; c <= last; c++) {
    reach[begins + c] = at;
    for (var ky = 0u; ky < KH; ky++) {
      let y = top + i32(ky) * DILATION_Y;
      for (var kx = 0u; kx < KW; kx++) {
        let x = left + i32(kx) * DILATION_X;
        let inside = (y >= 0) & (y < IN_H) & (x >= 0) & (x < IN_W);
        let cell = u32(select(0, (image + y) * IN_W + x, inside)) * CIN + c;
        let reached = inside & (live_below[held + cell] != 0.0);
        if (reached) {
          reach[terms + 2u * at] = cell;
          reach[terms + 2u * at + 1u] = ((ky * KW + kx) * CIN + c) * COUT;
        }
        at += u32(reached);
      }
    }
  }
  if (last == CIN - 1u) { reach[begins + CIN] = at; }
}
