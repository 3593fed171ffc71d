// A level's own numbers of the convolution's kernel: gain times the pixel under each tap of the cell's source. A thread holds some
// numbers (n) of the patch of one position, and writes them for every row that is alive and has that source, as chain_order.wgsl has
// noted them. Expanded by gpu/expand.ts: n, and those that are counted on from the first (later).

// Cells that one of the chunk stands for: those of an image, or one where the chunk counts rows.
override UNIT: u32;
override WIDTH: u32;
override MOVED: u32;
// 1: the level's rows are dense, so numbers of the row's own channel lie CHANNELS apart.
override SPREAD: u32;
// Rows of one position.
override CHANNELS: u32;
// Of the kernel, within a row.
override OFFSET: u32;
// Threads for one position.
override TILES: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> input: array<f32>;
@group(0) @binding(2) var<storage, read> gain: array<f32>;
@group(0) @binding(3) var<storage, read> source: array<u32>;
@group(0) @binding(4) var<storage, read> order: array<u32>;
@group(0) @binding(5) var<storage, read_write> level: array<f32>;

// A number of the kernel: its tap and channel.
struct Tap { y: u32, x: u32, c: u32 }

// The one that follows, for dividing is slow on a software adapter; the last one stays.
fn after(tap: Tap) -> Tap {
  let turn = tap.c + 1u == CIN;
  let down = turn & (tap.x + 1u == KW);
  let stays = down & (tap.y + 1u == KH);
  return Tap(tap.y + u32(down & !stays), select(tap.x + u32(turn & !stays), 0u, down & !stays), select(tap.c + u32(!stays), 0u, turn & !stays));
}

fn pixel(n: u32, top: i32, left: i32, tap: Tap) -> f32 {
  let y = top + i32(tap.y) * DILATION_Y;
  let x = left + i32(tap.x) * DILATION_X;
  let inside = (y >= 0) & (y < IN_H) & (x >= 0) & (x < IN_W);
  let at = ((n * u32(IN_H) + u32(y)) * u32(IN_W) + u32(x)) * CIN + tap.c;
  return select(0.0, input[select(0u, at, inside)], inside);
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  var thread = threadOf(id, groups);
  //# each split
  let mine = (thread / TILES) % $(SPLIT)u;
  thread = thread / (TILES * $(SPLIT)u) * TILES + thread % TILES;
  //# end
  let first = chunk.first * UNIT;
  let last = first + chunk.count * UNIT - 1u;
  let position = first / CHANNELS + thread / TILES;
  if (position > last / CHANNELS) { return; }
  let k = thread % TILES * $(N)u;
  let tap0 = Tap(k / (CIN * KW), (k / CIN) % KW, k % CIN);
  //# each later
  let tap$(later) = after(tap$(later+-1));
  //# end
  //# each n
  let k$(n) = min(k + $(n)u, KH * KW * CIN - 1u);
  //# end
  let apart = select(1u, CHANNELS, SPREAD == 1u);
  let rows = position * CHANNELS;
  var next = rows;
  var alike = order[next] >> 16u;
  if (alike == 0u) { return; }
  loop {
    var place = position;
    if (MOVED == 1u) { place = source[rows + (order[next] & 0xffffu)] / COUT; }
    let n = place / (OUT_H * OUT_W);
    let top = i32((place / OUT_W) % OUT_H) * CONV_STRIDE_Y - BEFORE_Y;
    let left = i32(place % OUT_W) * CONV_STRIDE_X - BEFORE_X;
    //# each n
    let patch$(n) = pixel(n, top, left, tap$(n));
    //# end
    let end = next + alike;
    loop {
      //# each split
      if (next % $(SPLIT)u == mine) {
      //# end
      let channel = order[next] & 0xffffu;
      let g = gain[rows + channel];
      let q = rows + channel;
      // A position's rows may not all be the chunk's.
      if ((q >= first) & (q <= last)) {
        let to = (q - chunk.slab * UNIT) * WIDTH + OFFSET + select(0u, channel, SPREAD == 1u);
        //# each n
        level[to + k$(n) * apart] = g * patch$(n);
        //# end
      }
      //# each split
      }
      //# end
      next++;
      continuing { break if next == end; }
    }
    alike = select(0u, order[next] >> 16u, next < rows + CHANNELS);
    continuing { break if alike == 0u; }
  }
}
