// The axes of errors against steps, both by powers of ten: their extents, their ticks, and where the fitted line runs. Pure.
import { scaleLog, type ScaleLogarithmic } from 'd3';
import type { Frame } from './CurveAxes.tsx';

export interface StepCurve {
  /** Ascending, above zero. */
  readonly steps: readonly number[];
  readonly errors: readonly number[];
  /** What flips on the way to each step. */
  readonly flips: readonly number[];
  /** Errors below it are rounding. */
  readonly floor: number;
  /** log10 error = slope · log10 step + intercept, fitted to the steps from … to. */
  readonly fit: { readonly slope: number; readonly intercept: number; readonly from: number; readonly to: number } | null;
}

export interface StepScales {
  readonly x: ScaleLogarithmic<number, number>;
  readonly y: ScaleLogarithmic<number, number>;
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
}

/** Whole powers of ten within, thinned out to at most `most`. */
export function powers([low, high]: readonly [number, number], most: number): number[] {
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const stride = Math.max(1, Math.ceil((last - first + 1) / most));
  return Array.from({ length: Math.floor((last - first) / stride) + 1 }, (_, k) => 10 ** (first + k * stride));
}

/** Errors that are zero lie on the floor. The axes reach whole powers of ten where there is something to see. */
export function stepScales({ steps, errors, floor }: StepCurve, frame: Frame): StepScales {
  const lowest = Math.max(floor / 10, Number.MIN_VALUE * 1e20);
  const most = Math.max(...errors, floor * 10);
  const down = 10 ** Math.floor(Math.log10(lowest));
  const up = 10 ** Math.ceil(Math.log10(most));
  const xDomain = [steps[0], steps.at(-1)!] as const;
  return {
    x: scaleLog([...xDomain], [frame.left, frame.right]).clamp(true),
    y: scaleLog([down, up], [frame.bottom, frame.top]).clamp(true),
    xTicks: powers(xDomain, Math.max(2, Math.floor((frame.right - frame.left) / 52))),
    yTicks: powers([down, up], 6),
  };
}

/** The fitted line over the whole plot, within its height: its two ends as [step, error]. */
export function fitEnds({ steps, fit }: StepCurve, { y }: StepScales): [[number, number], [number, number]] | null {
  if (!fit) return null;
  const [low, high] = y.domain();
  const at = (step: number) => 10 ** (fit.slope * Math.log10(step) + fit.intercept);
  const stepOf = (error: number) => 10 ** ((Math.log10(error) - fit.intercept) / fit.slope);
  const from = at(steps[0]) < low && fit.slope > 0 ? stepOf(low) : steps[0];
  const last = steps.at(-1)!;
  const to = at(last) > high && fit.slope > 0 ? stepOf(high) : last;
  return [[from, at(from)], [to, at(to)]];
}

/** Index of the measured step nearest to one, by their ratio. */
export function nearestStep(steps: readonly number[], step: number): number {
  const far = (each: number) => Math.abs(Math.log(each / step));
  return steps.reduce((best, each, k) => (far(each) < far(steps[best]) ? k : best), 0);
}
