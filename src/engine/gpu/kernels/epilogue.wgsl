// Shared tail of kernels that end a linear layer: its bias, or a folded batch norm's scale and shift, then ReLU.

override BIASED: u32;
override SCALED: u32;
override RELU: u32;

// What a channel's sums end with, read once for all of them.
struct End { scale: f32, shift: f32 }

fn endOf(channel: u32) -> End {
  var end = End(1.0, 0.0);
  if (SCALED == 1u) { end.scale = scale[channel]; }
  if (BIASED == 1u) { end.shift = shift[channel]; }
  return end;
}

fn finished(value: f32, end: End) -> f32 {
  var result = value;
  if (SCALED == 1u) { result *= end.scale; }
  if (BIASED == 1u) { result += end.shift; }
  // Not max(): a number that is none must stay none, so that a run that diverges is noticed.
  if (RELU == 1u) { result = select(result, 0.0, result < 0.0); }
  return result;
}
