// Elementwise activations and their derivatives; the numbers are those of layers/activation.ts, the kinks too.
override FUNCTION: u32;
// What clippedRelu, leakyRelu and thresholdedRelu take.
override NUMBER: f32;

const SELU_SCALE = 1.0507009873554805;
const SELU_SCALE_ALPHA = 1.7580993408473768;

fn sigmoid_(x: f32) -> f32 {
  let e = exp(-abs(x));
  return select(e, 1.0, x >= 0.0) / (1.0 + e);
}

// 1 − tanh² without cancellation: 4·e^(−2|x|)/(1 + e^(−2|x|))².
fn tanhSlope(x: f32) -> f32 {
  let e = exp(-2.0 * abs(x));
  return 4.0 * e / ((1.0 + e) * (1.0 + e));
}

// log(1 + y) for 0 ≤ y ≤ 1, without losing small y: 2·artanh(y/(2 + y)).
fn log1p_(y: f32) -> f32 {
  let s = y / (2.0 + y);
  let q = s * s;
  return 2.0 * s * (1.0 + q * (1.0 / 3.0 + q * (0.2 + q * (1.0 / 7.0 + q * (1.0 / 9.0 + q * (1.0 / 11.0 + q / 13.0))))));
}

fn softplus_(x: f32) -> f32 {
  return max(x, 0.0) + log1p_(exp(-abs(x)));
}

// e^x − 1 for x ≤ 0, without cancellation near zero.
fn expm1_(x: f32) -> f32 {
  if (x < -0.35) { return exp(x) - 1.0; }
  return x * (1.0 + x / 2.0 * (1.0 + x / 3.0 * (1.0 + x / 4.0 * (1.0 + x / 5.0 * (1.0 + x / 6.0 * (1.0 + x / 7.0))))));
}

fn density(x: f32) -> f32 {
  return 0.3989422804014327 * exp(-0.5 * x * x);
}

// Standard normal distribution: erfc by its series of positive terms near zero, by its continued fraction further out.
fn distribution(x: f32) -> f32 {
  let t = min(abs(x), 14.0) * 0.7071067811865476;
  let e = exp(-t * t);
  var tail: f32;
  if (t < 1.5) {
    var term = t;
    var sum = t;
    for (var n = 1u; n < 20u; n++) {
      term *= 2.0 * t * t / f32(2u * n + 1u);
      sum += term;
    }
    tail = 0.5 - 0.5641895835477563 * e * sum;
  } else {
    var inner = t;
    for (var n = 24u; n >= 1u; n--) { inner = t + f32(n) / 2.0 / inner; }
    tail = 0.28209479177387814 * e / inner;
  }
  return select(1.0 - tail, tail, x < 0.0);
}

// Twice the argument of tanh in gelu_new, so that (1 + tanh)/2 is a sigmoid.
fn geluNewInner(x: f32) -> f32 {
  return 1.5957691216057308 * (x + 0.044715 * x * x * x);
}

fn activate(x: f32) -> f32 {
  switch FUNCTION {
    case 1u: { return max(x, 0.0); }
    case 2u: { return sigmoid_(x); }
    case 3u: { return tanh(clamp(x, -20.0, 20.0)); }
    case 4u: { return clamp(x, 0.0, NUMBER); }
    case 5u: { return select(NUMBER * x, x, x > 0.0); }
    case 6u: { return select(0.0, x, x > NUMBER); }
    case 7u: { return select(expm1_(min(x, 0.0)), x, x > 0.0); }
    case 8u: { return select(SELU_SCALE_ALPHA * expm1_(min(x, 0.0)), SELU_SCALE * x, x > 0.0); }
    case 9u: { return softplus_(x); }
    case 10u: { return x / (1.0 + abs(x)); }
    case 11u: { return clamp(0.2 * x + 0.5, 0.0, 1.0); }
    case 12u: { return x * sigmoid_(x); }
    case 13u: { return x * distribution(x); }
    case 14u: { return x * sigmoid_(geluNewInner(x)); }
    case 15u: { return x * tanh(min(softplus_(x), 20.0)); }
    case 16u: { return clamp(x, 0.0, 6.0); }
    default: { return x; }
  }
}

fn slope(x: f32) -> f32 {
  switch FUNCTION {
    case 1u: { return select(0.0, 1.0, x > 0.0); }
    case 2u: { return sigmoid_(x) * sigmoid_(-x); }
    case 3u: { return tanhSlope(x); }
    case 4u: { return select(0.0, 1.0, x > 0.0 && x <= NUMBER); }
    case 5u: { return select(NUMBER, 1.0, x > 0.0); }
    case 6u: { return select(0.0, 1.0, x > NUMBER); }
    case 7u: { return exp(min(x, 0.0)); }
    case 8u: { return select(SELU_SCALE_ALPHA * exp(min(x, 0.0)), SELU_SCALE, x > 0.0); }
    case 9u: { return sigmoid_(x); }
    case 10u: { return 1.0 / ((1.0 + abs(x)) * (1.0 + abs(x))); }
    case 11u: { return select(0.0, 0.2, x >= -2.5 && x <= 2.5); }
    case 12u: { return sigmoid_(x) * (1.0 + x * sigmoid_(-x)); }
    case 13u: { return distribution(x) + x * density(x); }
    case 14u: {
      let inner = geluNewInner(x);
      return sigmoid_(inner) + x * sigmoid_(inner) * sigmoid_(-inner) * 1.5957691216057308 * (1.0 + 0.134145 * x * x);
    }
    case 15u: {
      let s = min(softplus_(x), 20.0);
      return tanh(s) + x * tanhSlope(s) * sigmoid_(x);
    }
    case 16u: { return select(0.0, 1.0, x > 0.0 && x < 6.0); }
    default: { return 1.0; }
  }
}
