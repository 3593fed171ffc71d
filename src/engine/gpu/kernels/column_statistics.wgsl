// Of every column, framed by column_stripes.wgsl: Σ value, Σ |value|, Σ value², the number of largest magnitude, and its row counted
// from the Jacobian's first, plus one (0: all are zero).

@group(0) @binding(2) var<storage, read_write> found: array<u32>;

alias Sum = vec3f;

var<private> best: f32;
var<private> best_row: u32;

fn term(value: f32, r: u32) -> Sum {
  if (abs(value) > abs(best)) {
    best = value;
    best_row = r - chunk.base + 1u;
  }
  return vec3f(value, abs(value), value * value);
}

fn leave(thread: u32, total: Sum) {
  let to = 5u * thread;
  found[to] = bitcast<u32>(total.x);
  found[to + 1u] = bitcast<u32>(total.y);
  found[to + 2u] = bitcast<u32>(total.z);
  found[to + 3u] = bitcast<u32>(best);
  found[to + 4u] = best_row;
}
