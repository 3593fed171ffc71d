// C[m, n] = Σ A[m, k] · B[k, n] in stripes of k that train_sum.wgsl adds up where there are several; A and B are read by their
// steps along each axis, so either may lie transposed, and C may be written so. A thread makes neighbouring rows (p) in some
// columns (q), four apart, as conv_forward.wgsl does. Expanded by gpu/expand.ts: p, q, the rows of A read by all threads (j) or shared
// in quads (s, l).

// ROWS, DEPTH, COLUMNS: 0 is one an image.
override ROWS: u32;
override DEPTH: u32;
override COLUMNS: u32;
override STRIPES: u32;
override A_ROW: u32;
override A_DEPTH: u32;
override B_DEPTH: u32;
override B_COLUMN: u32;
// 1: written with its rows as columns.
override TURNED: u32;

struct Chunk { first: u32, count: u32, slab: u32, base: u32 }
@group(0) @binding(0) var<uniform> chunk: Chunk;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> product: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = threadOf(id, groups);
  let rows = select(ROWS, chunk.count, ROWS == 0u);
  let depth = select(DEPTH, chunk.count, DEPTH == 0u);
  let columns = select(COLUMNS, chunk.count, COLUMNS == 0u);
  let tiles = (columns + $(TILE)u - 1u) / $(TILE)u;
  let strips = (rows + $(P)u - 1u) / $(P)u;
  let n = ((thread / 4u) % tiles) * $(TILE)u + thread % 4u;
  let m = ((thread / (4u * tiles)) % strips) * $(P)u;
  let stripe = thread / (4u * tiles * strips);
  if (stripe >= STRIPES) { return; }
  // Rows and columns past the last are the last one again; those sums are not stored.
  //# each j
  let row$(j) = min(m + $(j)u, rows - 1u) * A_ROW;
  //# end
  //# each s
  let row$(s) = min(m + $(s*4)u + thread % 4u, rows - 1u) * A_ROW;
  //# end
  //# each p
  //# each q
  var c$(p)_$(q) = 0.0;
  //# end
  //# end
  let length = (depth + STRIPES - 1u) / STRIPES;
  for (var k = stripe * length; k < min((stripe + 1u) * length, depth); k++) {
    //# each j
    let a$(j) = a[row$(j) + k * A_DEPTH];
    //# end
    //# each s
    let read$(s) = a[row$(s) + k * A_DEPTH];
    //# each l
    let a$(s*4+l) = quadBroadcast(read$(s), $(l)u);
    //# end
    //# end
    //# each q
    let b$(q) = b[k * B_DEPTH + min(n + $(q*4)u, columns - 1u) * B_COLUMN];
    //# each p
    c$(p)_$(q) += a$(p) * b$(q);
    //# end
    //# end
  }
  let to = stripe * rows * columns;
  let row_step = select(columns, 1u, TURNED == 1u);
  let column_step = select(1u, rows, TURNED == 1u);
  //# each p
  if (m + $(p)u < rows) {
    //# each q
    if (n + $(q*4)u < columns) { product[to + (m + $(p)u) * row_step + (n + $(q*4)u) * column_step] = c$(p)_$(q); }
    //# end
  }
  //# end
}
