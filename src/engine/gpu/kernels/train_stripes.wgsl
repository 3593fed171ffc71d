// Shared head of kernels that sum over positions in stripes: a thread of the first stage has one channel of one stripe.

override C: u32;
override PLANE: u32;
override STRIPES: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;

// A stripe of the positions of all images, from x up to and without y. The last stripes may be shorter, or empty.
fn positionsOf(stripe: u32) -> vec2u {
  let positions = chunk.count * PLANE;
  let length = (positions + STRIPES - 1u) / STRIPES;
  let first = min(stripe * length, positions);
  return vec2u(first, min(first + length, positions));
}
