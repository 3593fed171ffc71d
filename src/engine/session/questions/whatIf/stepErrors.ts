// How the error of J·δ grows with the step: its points, the slope of its smooth part, and what bends it.
import { stepped } from '../../../jacobian/paths/change.ts';
import { flipsBetween } from '../../../jacobian/paths/flips.ts';
import { type Trace, traceAfter } from '../../../jacobian/paths/trace.ts';
import { volume } from '../../../layers/window.ts';
import type { StepErrorRequest, StepErrors } from '../../../protocol.ts';
import type { Explored } from '../../explored.ts';
import type { Desk } from '../desk.ts';
import { breathe, traceFor } from '../tracing.ts';
import { type Along, along } from './direction.ts';
import { differencesOf, lengthOf } from './whatIf.ts';

const A_DECADE = 4;
/** Decades below the reach, and points beyond it. */
const DECADES = 6;
const BEYOND = 2;
/** Steps, as parts of the reach, whose error is nothing but rounding. */
const TINY = [1e-10, 2e-10, 5e-10];
/** The fit takes the smallest steps that rise above rounding, two decades of them: larger ones are bent by terms of third order. */
const FITTED = 2 * A_DECADE + 1;

export async function stepErrors({ explorationId, direction, sign }: StepErrorRequest, desk: Desk): Promise<StepErrors> {
  const explored = desk.explored(explorationId);
  const trace = traceFor(explored);
  const way = await along(explored, direction);
  const reach = reachOf(explored, trace, way);
  const steps = Array.from({ length: DECADES * A_DECADE + BEYOND + 1 }, (_, k) => reach * 10 ** (k / A_DECADE - DECADES));
  const { signal, onProgress } = desk.listening;
  const at = (step: number) => errorOf(trace, way, sign * step);
  const floor = Math.max(Number.MIN_VALUE, ...TINY.map((part) => 3 * at(part * reach).error));
  const points: { step: number; error: number; flips: number }[] = [];
  for (const step of steps) {
    await breathe(signal);
    points.push({ step, ...at(step) });
    onProgress(points.length, steps.length);
  }
  const kink = points.findIndex(({ flips }) => flips > 0);
  const smooth = kink < 0 ? points : points.slice(0, kink);
  const noise = (step: number) => 10 * floor + 1e-13 * step * lengthOf(way.tangent);
  const risen = smooth.filter(({ step, error }) => error > noise(step));
  return {
    explorationId, reach, floor, moved: way.moved, maps: movingMaps(trace, way, sign * reach),
    start: way.column === null ? null : explored.parts.exploration.parameters[way.column],
    steps: points.map(({ step }) => step), errors: points.map(({ error }) => error), flips: points.map(({ flips }) => flips),
    fit: fitted(risen.slice(0, FITTED)),
    smoothTo: smooth.at(-1)?.step ?? null,
    linear: smooth.length > 0 && risen.length === 0,
  };
}

function errorOf(trace: Trace, { change, tangent }: Along, step: number): { error: number; flips: number } {
  const after = traceAfter(trace, stepped(trace, change, step));
  return { error: lengthOf(differencesOf(trace, after, tangent, step).error), flips: flipsBetween(trace, after).reduce((sum, { cells }) => sum + cells.length, 0) };
}

/** Maps of the first image in which something moves: at once, or by a step. */
function movingMaps(trace: Trace, { change, tangent }: Along, step: number): number[] {
  const { output } = trace.sites.at(-1)!;
  const { predicted, actual } = differencesOf(trace, traceAfter(trace, stepped(trace, change, step)), tangent, 1);
  const maps = new Set<number>();
  predicted.forEach((value, r) => (value !== 0 || actual[r] !== 0) && maps.add(r % output[2]));
  return [...maps].sort((a, b) => a - b);
}

/** One parameter: twice its own size, or that of its array. A direction: the step whose predicted change is as long as the activations, at most as long as what it moves. */
function reachOf({ parts: { exploration } }: Explored, trace: Trace, { tangent, column }: Along): number {
  const { parameters, blocks } = exploration;
  if (column !== null) {
    const { start, size } = blocks.find((block) => column >= block.start && column < block.start + block.size)!;
    const rms = lengthOf(parameters.subarray(start, start + size)) / Math.sqrt(size);
    return rounded(2 * Math.max(Math.abs(parameters[column]), rms) || 1);
  }
  const count = volume(trace.sites.at(-1)!.output);
  const [moves, activations, length] = [tangent, trace.tapes.at(-1)!.output].map((values) => lengthOf(values.subarray(0, count))).concat(lengthOf(parameters));
  return rounded(Math.min(moves > 0 ? activations / moves : Infinity, length) || 1);
}

/** To 1, 2 or 5 times a power of ten. */
function rounded(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const lead = [1, 2, 5, 10].find((candidate) => candidate * power >= value * 0.999) ?? 10;
  return Number((lead * power).toPrecision(1));
}

/** Least squares through the points on log–log axes. */
function fitted(points: readonly { step: number; error: number }[]): StepErrors['fit'] {
  if (points.length < 3) return null;
  const [x, y] = [points.map(({ step }) => Math.log10(step)), points.map(({ error }) => Math.log10(error))];
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const slope = x.reduce((sum, value, k) => sum + (value - mx) * (y[k] - my), 0) / x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
  return { slope, intercept: my - slope * mx, from: points[0].step, to: points.at(-1)!.step };
}
