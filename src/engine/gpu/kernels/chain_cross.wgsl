// A convolution crossed upwards: rows of the level above from rows of the level below,
//   row(q) = gain(q) · Σ over taps and channels of kernel[tap, ci, co(q)] · row below(source(q) + tap, ci).
// The first ALL numbers of a row below belong to whole parameters and keep their places; the OWN numbers after them belong
// to the channel ci of their cell, so each goes to the place of its own channel: OWN·CIN numbers above.
// A thread makes eight numbers of the rows of one position, eight rows with one source at a time. Rows below that nothing
// reaches are not read, rows above that are not alive are not written.

override UNIT: u32;
override CELLS: u32;
override WIDTH: u32;
override MOVED: u32;
// Rows of one position: its channels. Where cells have moved, chain_order.wgsl has said which of them have one source.
override GROUP: u32;
override ALL: u32;
override OWN: u32;
// Cells of an image of the level below, and the width of its rows.
override CELLS_BELOW: u32;

// 1: more than 256 numbers make a sum.
override LONG: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> below: array<f32>;
@group(0) @binding(2) var<storage, read> live_below: array<f32>;
@group(0) @binding(3) var<storage, read> kernel: array<f32>;
@group(0) @binding(4) var<storage, read> gain: array<f32>;
@group(0) @binding(5) var<storage, read> live: array<f32>;
@group(0) @binding(6) var<storage, read> source: array<u32>;
@group(0) @binding(7) var<storage, read_write> level: array<f32>;
@group(0) @binding(8) var<storage, read> order: array<u32>;

// As in chain_order.wgsl.
const MARK = 0x80000000u;
const NO_MORE = 0xffffffffu;

fn store(q: u32, slot: vec4u, slot_: vec4u, held: vec4<bool>, held_: vec4<bool>, a: vec4f, b: vec4f) {
  // In the order of sources, rows of a position that are not the chunk's may be among its own.
  if (MOVED == 1u && (q < chunk.first * UNIT || q >= (chunk.first + chunk.count) * UNIT)) { return; }
  let g = gain[q];
  let to = (q - chunk.slab * UNIT) * WIDTH;
  if (held.x) { level[to + slot.x] = g * a.x; }
  if (held.y) { level[to + slot.y] = g * a.y; }
  if (held.z) { level[to + slot.z] = g * a.z; }
  if (held.w) { level[to + slot.w] = g * a.w; }
  if (held_.x) { level[to + slot_.x] = g * b.x; }
  if (held_.y) { level[to + slot_.y] = g * b.y; }
  if (held_.z) { level[to + slot_.z] = g * b.z; }
  if (held_.w) { level[to + slot_.w] = g * b.w; }
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let all_tiles = (ALL + 7u) / 8u;
  let own_tiles = (OWN + 7u) / 8u;
  let tiles = all_tiles + CIN * own_tiles;
  let first = chunk.first * UNIT;
  let last = first + chunk.count * UNIT - 1u;
  let thread = id.y * groups.x * 64u + id.x;
  let position = first / GROUP + thread / tiles;
  if (position > last / GROUP) { return; }
  let tile = thread % tiles;
  // Eight numbers, a stride apart, so that neighbouring threads touch neighbouring numbers.
  let lanes = vec4u(0u, 1u, 2u, 3u);
  let lanes_ = vec4u(4u, 5u, 6u, 7u);
  var begin = 0u;
  var end = CIN;
  var number = tile + lanes * all_tiles;
  var number_ = tile + lanes_ * all_tiles;
  var held = number < vec4u(ALL);
  var held_ = number_ < vec4u(ALL);
  var slot = number;
  var slot_ = number_;
  if (tile >= all_tiles) {
    begin = (tile - all_tiles) / own_tiles;
    end = begin + 1u;
    number = (tile - all_tiles) % own_tiles + lanes * own_tiles;
    number_ = (tile - all_tiles) % own_tiles + lanes_ * own_tiles;
    held = number < vec4u(OWN);
    held_ = number_ < vec4u(OWN);
    slot = ALL + number * CIN + begin;
    slot_ = ALL + number_ * CIN + begin;
    number += ALL;
    number_ += ALL;
  }
  let width_below = ALL + OWN;
  var next = max(position * GROUP, first);
  var stop = min(position * GROUP + GROUP - 1u, last);
  if (MOVED == 1u) {
    next = position * GROUP;
    stop = next + GROUP - 1u;
  }
  loop {
    // The next eight rows that are alive and have one source; the last one repeated where there are fewer.
    var rows: array<u32, 8>;
    var alive = 0u;
    while (next <= stop) {
      if (MOVED == 1u) {
        let noted = order[next];
        if (noted == NO_MORE) {
          next = stop + 1u;
          break;
        }
        if (alive == 8u || (alive > 0u && noted >= MARK)) { break; }
        rows[alive] = position * GROUP + (noted & ~MARK);
        alive++;
      } else if (live[next] != 0.0) {
        if (alive == 8u) { break; }
        rows[alive] = next;
        alive++;
      }
      next++;
    }
    if (alive == 0u) { break; }
    for (var k = alive; k < 8u; k++) { rows[k] = rows[alive - 1u]; }
    var at = rows[0];
    if (MOVED == 1u) { at = source[rows[0]]; }
    let place = at / COUT;
    let n = place / (OUT_H * OUT_W);
    let top = i32((place / OUT_W) % OUT_H) * CONV_STRIDE_Y - BEFORE_Y;
    let left = i32(place % OUT_W) * CONV_STRIDE_X - BEFORE_X;
    let o0 = rows[0] % COUT;
    let o1 = rows[1] % COUT; let o2 = rows[2] % COUT; let o3 = rows[3] % COUT; let o4 = rows[4] % COUT;
    let o5 = rows[5] % COUT; let o6 = rows[6] % COUT; let o7 = rows[7] % COUT;
    // Sums a0 … a7 of the first four numbers, b0 … b7 of the next four.
    var a0 = vec4f(0.0); var a1 = vec4f(0.0); var a2 = vec4f(0.0); var a3 = vec4f(0.0);
    var a4 = vec4f(0.0); var a5 = vec4f(0.0); var a6 = vec4f(0.0); var a7 = vec4f(0.0);
    var b0 = vec4f(0.0); var b1 = vec4f(0.0); var b2 = vec4f(0.0); var b3 = vec4f(0.0);
    var b4 = vec4f(0.0); var b5 = vec4f(0.0); var b6 = vec4f(0.0); var b7 = vec4f(0.0);
    // Where a sum is long, the sums so far: error follows the longest chain of additions.
    var c0 = vec4f(0.0); var c1 = vec4f(0.0); var c2 = vec4f(0.0); var c3 = vec4f(0.0);
    var c4 = vec4f(0.0); var c5 = vec4f(0.0); var c6 = vec4f(0.0); var c7 = vec4f(0.0);
    var d0 = vec4f(0.0); var d1 = vec4f(0.0); var d2 = vec4f(0.0); var d3 = vec4f(0.0);
    var d4 = vec4f(0.0); var d5 = vec4f(0.0); var d6 = vec4f(0.0); var d7 = vec4f(0.0);
    // Terms go by channel, then tap. Counted, for dividing is slow on a software adapter.
    let terms = KH * KW * (end - begin);
    var term = 0u;
    var ci = begin;
    var kx = 0u;
    var ky = 0u;
    var summed = 0u;
    loop {
      // On to the next row below that something reaches, where there is one. The sums are not touched here: a software adapter
      // carries them through every branch that may change them. It also runs a loop that is left from its middle once more than
      // it has to, so all of these are left at their end.
      var row = 0u;
      var w = 0u;
      var reached = false;
      loop {
        let y = top + i32(ky) * DILATION_Y;
        let x = left + i32(kx) * DILATION_X;
        if (y >= 0 && y < IN_H && x >= 0 && x < IN_W) {
          let cell = ((n * u32(IN_H) + u32(y)) * u32(IN_W) + u32(x)) * CIN + ci;
          reached = live_below[cell] != 0.0;
          row = (cell - chunk.base * CELLS_BELOW) * width_below;
          w = ((ky * KW + kx) * CIN + ci) * COUT;
        }
        ci++;
        if (ci == end) {
          ci = begin;
          kx++;
          if (kx == KW) {
            kx = 0u;
            ky++;
          }
        }
        continuing {
          term++;
          break if reached || term >= terms;
        }
      }
      // Where the search has found nothing: what was not reached may not even be a number.
      let t = select(vec4f(0.0), vec4f(below[row + number.x], below[row + number.y], below[row + number.z], below[row + number.w]), reached);
      let u = select(vec4f(0.0), vec4f(below[row + number_.x], below[row + number_.y], below[row + number_.z], below[row + number_.w]), reached);
      let w0 = kernel[w + o0];
      a0 += w0 * t; b0 += w0 * u;
      if (GROUP > 1u) {
        let w1 = kernel[w + o1]; let w2 = kernel[w + o2]; let w3 = kernel[w + o3]; let w4 = kernel[w + o4];
        let w5 = kernel[w + o5]; let w6 = kernel[w + o6]; let w7 = kernel[w + o7];
        a1 += w1 * t; b1 += w1 * u;
        a2 += w2 * t; b2 += w2 * u;
        a3 += w3 * t; b3 += w3 * u;
        a4 += w4 * t; b4 += w4 * u;
        a5 += w5 * t; b5 += w5 * u;
        a6 += w6 * t; b6 += w6 * u;
        a7 += w7 * t; b7 += w7 * u;
      }
      if (LONG == 1u) {
        summed++;
        if (summed % 64u == 0u) {
          c0 += a0; a0 = vec4f(0.0); d0 += b0; b0 = vec4f(0.0);
          if (GROUP > 1u) {
            c1 += a1; a1 = vec4f(0.0); d1 += b1; b1 = vec4f(0.0);
            c2 += a2; a2 = vec4f(0.0); d2 += b2; b2 = vec4f(0.0);
            c3 += a3; a3 = vec4f(0.0); d3 += b3; b3 = vec4f(0.0);
            c4 += a4; a4 = vec4f(0.0); d4 += b4; b4 = vec4f(0.0);
            c5 += a5; a5 = vec4f(0.0); d5 += b5; b5 = vec4f(0.0);
            c6 += a6; a6 = vec4f(0.0); d6 += b6; b6 = vec4f(0.0);
            c7 += a7; a7 = vec4f(0.0); d7 += b7; b7 = vec4f(0.0);
          }
        }
      }
      continuing { break if term >= terms; }
    }
    if (LONG == 1u) {
      a0 += c0; b0 += d0;
      a1 += c1; b1 += d1;
      a2 += c2; b2 += d2;
      a3 += c3; b3 += d3;
      a4 += c4; b4 += d4;
      a5 += c5; b5 += d5;
      a6 += c6; b6 += d6;
      a7 += c7; b7 += d7;
    }
    store(rows[0], slot, slot_, held, held_, a0, b0);
    if (alive > 1u) { store(rows[1], slot, slot_, held, held_, a1, b1); }
    if (alive > 2u) { store(rows[2], slot, slot_, held, held_, a2, b2); }
    if (alive > 3u) { store(rows[3], slot, slot_, held, held_, a3, b3); }
    if (alive > 4u) { store(rows[4], slot, slot_, held, held_, a4, b4); }
    if (alive > 5u) { store(rows[5], slot, slot_, held, held_, a5, b5); }
    if (alive > 6u) { store(rows[6], slot, slot_, held, held_, a6, b6); }
    if (alive > 7u) { store(rows[7], slot, slot_, held, held_, a7, b7); }
    continuing { break if next > stop; }
  }
}
