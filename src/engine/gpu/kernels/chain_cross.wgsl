// A convolution crossed upwards: rows of the level above from rows of the level below,
//   row(q) = gain(q) · Σ over taps and channels of kernel[tap, ci, co(q)] · row below(source(q) + tap, ci).
// The first ALL numbers of a row below belong to whole parameters and keep their places; the OWN numbers after them belong
// to the channel ci of their cell, so each goes to the place of its own channel: OWN·CIN numbers above.
// A thread makes some numbers (n) of the rows of one position, some rows (r) with one source at a time. Only rows that are alive are
// made, as chain_order.wgsl has noted them, of rows below that something reaches, as chain_reach.wgsl has. Expanded by gpu/expand.ts:
// what all threads of a quad need, of rows (j, or s and l) and of terms (tj, or ts and l), is read by each or shared; a sum that is
// long has parts.

override UNIT: u32;
override WIDTH: u32;
override MOVED: u32;
// Rows of one position: its channels.
override GROUP: u32;
override ALL: u32;
override OWN: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> below: array<f32>;
@group(0) @binding(2) var<storage, read> reach: array<u32>;
@group(0) @binding(3) var<storage, read> kernel: array<f32>;
@group(0) @binding(4) var<storage, read> gain: array<f32>;
@group(0) @binding(5) var<storage, read> source: array<u32>;
@group(0) @binding(6) var<storage, read> order: array<u32>;
@group(0) @binding(7) var<storage, read_write> level: array<f32>;

// Threads for the numbers of whole parameters, and for each channel's own; none for those that another dispatch makes.
override ALL_TILES: u32;
override OWN_TILES: u32;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let tiles = ALL_TILES + CIN * OWN_TILES;
  let first = chunk.first * UNIT;
  let last = first + chunk.count * UNIT - 1u;
  var thread = threadOf(id, groups);
  //# each split
  let mine_of_split = (thread / tiles) % $(SPLIT)u;
  var turn = 0u;
  thread = thread / (tiles * $(SPLIT)u) * tiles + thread % tiles;
  //# end
  let position = first / GROUP + thread / tiles;
  if (position > last / GROUP) { return; }
  let tile = thread % tiles;
  // A thread's numbers lie apart, so that neighbouring threads touch neighbouring ones. Of one channel alone, they are its own.
  let own = tile >= ALL_TILES;
  var channel = 0u;
  var mine = tile;
  if (own) {
    channel = (tile - ALL_TILES) / max(OWN_TILES, 1u);
    mine = (tile - ALL_TILES) % max(OWN_TILES, 1u);
  }
  let apart = select(ALL_TILES, OWN_TILES, own);
  let numbers = select(ALL, OWN, own);
  // One that would be past the last is the first again: a branch costs a software adapter more than what it saves.
  let there = mine < numbers;
  mine = select(0u, mine, there);
  //# each n
  let k$(n) = select(mine, mine + $(n)u * apart, mine + $(n)u * apart < numbers);
  let number$(n) = k$(n) + select(0u, ALL, own);
  let slot$(n) = select(k$(n), ALL + k$(n) * CIN + channel, own);
  //# end
  let width_below = ALL + OWN;
  let lane = thread % 4u;
  let rows = position * GROUP;
  // The first of the rows that are made together, and how many of those from there on have one source.
  var next = rows;
  var alike = order[next] >> 16u;
  if (alike == 0u) { return; }
  loop {
    let count = min(alike, $(R)u);
    //# each split
    if (turn == mine_of_split) {
    //# end
    // The last one again where there are fewer.
    //# each j
    let row$(j) = order[next + min($(j)u, count - 1u)] & 0xffffu;
    let q$(j) = rows + row$(j);
    let gain$(j) = gain[q$(j)];
    //# end
    //# each s
    let row_$(s) = order[next + min($(s*4)u + lane, count - 1u)] & 0xffffu;
    let gain_$(s) = gain[rows + row_$(s)];
    //# each l
    let q$(s*4+l) = rows + quadBroadcast(row_$(s), $(l)u);
    let gain$(s*4+l) = quadBroadcast(gain_$(s), $(l)u);
    //# end
    //# end
    var place = position;
    if (MOVED == 1u) { place = source[q0] / GROUP; }
    place -= chunk.base * OUT_H * OUT_W;
    let begins = place * (CIN + 1u + 2u * KH * KW * CIN);
    let terms = begins + CIN + 1u;
    let begin = reach[begins + channel];
    let end = reach[begins + select(CIN, channel + 1u, own)];
    //# each r
    //# each n
    var a$(r)_$(n) = 0.0;
    //# each parts
    var sum$(r)_$(n) = 0.0;
    //# end
    //# end
    //# end
    for (var term = begin; term < end; term++) {
      // The row below, and the place in the kernel.
      //# each tj
      let noted$(tj) = reach[terms + 2u * term + $(tj)u];
      //# end
      //# each ts
      let noted_$(ts) = reach[terms + 2u * term + lane % 2u];
      //# each l
      let noted$(ts*4+l) = quadBroadcast(noted_$(ts), $(l)u);
      //# end
      //# end
      let from_row = noted0 * width_below;
      //# each n
      let b$(n) = below[from_row + number$(n)];
      //# end
      //# each j
      let w$(j) = kernel[noted1 + row$(j)];
      //# end
      //# each s
      let w_$(s) = kernel[noted1 + row_$(s)];
      //# each l
      let w$(s*4+l) = quadBroadcast(w_$(s), $(l)u);
      //# end
      //# end
      //# each r
      //# each n
      a$(r)_$(n) += w$(r) * b$(n);
      //# end
      //# end
      //# each parts
      if ((term - begin) % $(PART)u == $(PART)u - 1u) {
        //# each r
        //# each n
        sum$(r)_$(n) += a$(r)_$(n);
        a$(r)_$(n) = 0.0;
        //# end
        //# end
      }
      //# end
    }
    //# each r
    // A position's rows may not all be the chunk's.
    if (there & (q$(r) >= first) & (q$(r) <= last)) {
      let to = (q$(r) - chunk.slab * UNIT) * WIDTH;
      //# each n
      //# each parts
      a$(r)_$(n) += sum$(r)_$(n);
      //# end
      level[to + slot$(n)] = gain$(r) * a$(r)_$(n);
      //# end
    }
    //# end
    //# each split
    }
    turn = select(turn + 1u, 0u, turn + 1u == $(SPLIT)u);
    //# end
    next += count;
    alike -= count;
    if (alike == 0u) { alike = select(0u, order[next] >> 16u, next < rows + GROUP); }
    continuing { break if alike == 0u; }
  }
}
