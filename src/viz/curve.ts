// What a training curve is made of before it is drawn: smoothing, extents, epochs, the point nearest to an iteration. Pure.

export interface CurvePoint {
  iteration: number;
  loss: number;
  /** Fraction right, 0 to 1. */
  accuracy: number;
}

export interface Curve {
  training: readonly CurvePoint[];
  validation: readonly CurvePoint[];
}

export type Measure = 'accuracy' | 'loss';

export interface CurveSample {
  iteration: number;
  value: number;
}

/**
 * Local linear regression with Gaussian weights of standard deviation `width` samples (Cleveland's LOESS with a fixed
 * window). Unlike a moving average it neither lags behind a rising curve nor bends at its ends. NaN values weigh nothing.
 */
export function smooth(points: readonly CurveSample[], width: number): CurveSample[] {
  const reach = Math.ceil(3 * width);
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, k) => Math.exp(-0.5 * ((k - reach) / width) ** 2));
  return points.map(({ iteration }, centre) => {
    let [w0, w1, w2, v0, v1] = [0, 0, 0, 0, 0];
    for (let k = Math.max(0, centre - reach); k <= Math.min(points.length - 1, centre + reach); k++) {
      const { value } = points[k];
      if (!Number.isFinite(value)) continue;
      const t = k - centre;
      const weight = weights[t + reach];
      w0 += weight;
      w1 += weight * t;
      w2 += weight * t * t;
      v0 += weight * value;
      v1 += weight * t * value;
    }
    const spread = w0 * w2 - w1 * w1;
    // A single point has no slope.
    const value = spread > 1e-9 * w0 * w0 ? (w2 * v0 - w1 * v1) / spread : v0 / w0;
    return { iteration, value: w0 > 0 ? value : NaN };
  });
}

/** Width of the smoothing for a number of points: small while there are few, so that twelve iterations keep their shape. */
export function smoothingWidth(count: number): number {
  return Math.min(15, Math.max(1, count / 30));
}

export function samples(points: readonly CurvePoint[], measure: Measure): CurveSample[] {
  return points.map((point) => ({ iteration: point.iteration, value: point[measure] }));
}

/** Upper end of the loss axis: what the curve needs without a single spike flattening all the rest. */
export function lossCeiling(values: readonly number[]): number {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0) return 1;
  const most = sorted[sorted.length - 1];
  const usual = sorted[Math.floor(0.97 * (sorted.length - 1))];
  return Math.max(1e-6, Math.min(most, 2 * usual)) * 1.04;
}

export interface Epoch {
  /** From 1. */
  number: number;
  start: number;
  end: number;
}

/** Epochs along the iteration axis, at most as many as there are. */
export function epochSpans(epochs: number, iterationsPerEpoch: number, iterations: number): Epoch[] {
  if (!(iterationsPerEpoch > 0)) return [];
  const spans: Epoch[] = [];
  for (let number = 1; number <= epochs && (number - 1) * iterationsPerEpoch < iterations; number++) {
    spans.push({ number, start: (number - 1) * iterationsPerEpoch, end: Math.min(iterations, number * iterationsPerEpoch) });
  }
  return spans;
}

/** Index of the sample nearest to an iteration; samples ascend. −1 where there are none. */
export function nearest(points: readonly { iteration: number }[], iteration: number): number {
  let low = 0;
  let high = points.length - 1;
  if (high < 0) return -1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle].iteration < iteration) low = middle + 1;
    else high = middle;
  }
  const before = low > 0 && iteration - points[low - 1].iteration <= points[low].iteration - iteration;
  return before ? low - 1 : low;
}
