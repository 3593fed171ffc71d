// Σ |value| along columns, framed by column_stripes.wgsl, added to what is there.

@group(0) @binding(2) var<storage, read_write> sums: array<f32>;

alias Sum = f32;

fn term(value: f32, r: u32) -> Sum {
  return abs(value);
}

fn leave(thread: u32, total: Sum) {
  sums[thread] += total;
}
