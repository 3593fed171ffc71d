// Shared tail of kernels that end a linear layer: its bias, or a folded batch norm's scale and shift, then ReLU.

override BIASED: u32;
override SCALED: u32;
override RELU: u32;

fn finished(value: f32, channel: u32) -> f32 {
  var result = value;
  if (SCALED == 1u) { result *= scale[channel]; }
  if (BIASED == 1u) { result += shift[channel]; }
  // Not max(): a number that is none must stay none, so that a run that diverges is noticed.
  if (RELU == 1u) { result = select(result, 0.0, result < 0.0); }
  return result;
}
