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
 * Exponential moving average, corrected for its start (as Adam's moments are): sum of w^k·x over sum of w^k. It looks
 * backwards only, so a line that grows while training runs never changes what it has already drawn.
 */
export function smooth(points: readonly CurveSample[], weight = 0.8): CurveSample[] {
  let sum = 0;
  let norm = 0;
  return points.map(({ iteration, value }) => {
    if (Number.isFinite(value)) {
      sum = weight * sum + value;
      norm = weight * norm + 1;
    }
    return { iteration, value: norm > 0 ? sum / norm : NaN };
  });
}

/** How strongly to smooth: gently while there are few points, so that a run of twelve iterations keeps its shape. */
export function smoothingWeight(count: number): number {
  return Math.min(0.92, Math.max(0.5, 1 - 6 / Math.max(1, count)));
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
