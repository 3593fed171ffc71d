// Elementwise activations and their derivatives; the numbers are those of layers/activation.ts.
override FUNCTION: u32;

fn sigmoid_(x: f32) -> f32 {
  let e = exp(-abs(x));
  return select(e, 1.0, x >= 0.0) / (1.0 + e);
}

// 1 − tanh² without cancellation: 4·e^(−2|x|)/(1 + e^(−2|x|))².
fn tanhSlope(x: f32) -> f32 {
  let e = exp(-2.0 * abs(x));
  return 4.0 * e / ((1.0 + e) * (1.0 + e));
}

fn activate(x: f32) -> f32 {
  switch FUNCTION {
    case 1u: { return max(x, 0.0); }
    case 2u: { return sigmoid_(x); }
    case 3u: { return tanh(clamp(x, -20.0, 20.0)); }
    default: { return x; }
  }
}

fn slope(x: f32) -> f32 {
  switch FUNCTION {
    case 1u: { return select(0.0, 1.0, x > 0.0); }
    case 2u: { return sigmoid_(x) * sigmoid_(-x); }
    case 3u: { return tanhSlope(x); }
    default: { return 1.0; }
  }
}

