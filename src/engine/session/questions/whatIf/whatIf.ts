// One step of parameters or pixels: J·δ beside the true change of the explored layer, in float64 on the host. Nothing is changed by it.
import { EngineFault } from '../../../engineError.ts';
import { stepped } from '../../../jacobian/paths/change.ts';
import { type Flips, flipsBetween } from '../../../jacobian/paths/flips.ts';
import { type Trace, traceAfter } from '../../../jacobian/paths/trace.ts';
import { ruleOf } from '../../../layers/rules.ts';
import { volume } from '../../../layers/window.ts';
import type { StepOutcome, StepRequest } from '../../../protocol.ts';
import type { Desk } from '../desk.ts';
import { traceFor } from '../tracing.ts';
import { along } from './direction.ts';
import { lossOf, tellsClasses, wholeTrace } from './loss.ts';

export async function whatIf({ explorationId, direction, step }: StepRequest, desk: Desk): Promise<StepOutcome> {
  if (!Number.isFinite(step)) throw new EngineFault('step', `step: ${step} is no number; give one`);
  const explored = desk.explored(explorationId);
  const trace = traceFor(explored);
  const { change, tangent } = await along(explored, direction);
  const after = traceAfter(trace, stepped(trace, change, step));
  const { predicted, actual, error } = differencesOf(trace, after, tangent, step);
  const flips = flipsBetween(trace, after);
  const whole = wholeTrace(explored);
  const [before, then] = tellsClasses(whole) ? [lossOf(explored, whole), lossOf(explored, traceAfter(whole, stepped(whole, change, step), after))] : [null, null];
  return {
    explorationId, step,
    predicted: Float32Array.from(predicted), actual: Float32Array.from(actual),
    predictedNorm: lengthOf(predicted), actualNorm: lengthOf(actual), errorNorm: lengthOf(error),
    flips: flips.map(({ layer, kind, of, cells }) => ({ layer, kind, of, count: cells.length })),
    flipped: ownFlips(trace, flips),
    loss: before && { label: before.label, known: before.known, before: before.value, after: then.value },
  };
}

export function lengthOf(values: ArrayLike<number>): number {
  let squares = 0;
  for (let k = 0; k < values.length; k++) squares += values[k] ** 2;
  return Math.sqrt(squares);
}

/** Of the first image: J·δ, what happens, and the one less the other. */
export function differencesOf(before: Trace, after: Trace, tangent: Float64Array, step: number) {
  const count = volume(before.sites.at(-1)!.output);
  const [was, is] = [before.tapes.at(-1)!.output, after.tapes.at(-1)!.output];
  const predicted = tangent.subarray(0, count).map((value) => step * value);
  const actual = is.subarray(0, count).map((value, r) => value - was[r]);
  return { predicted, actual, error: actual.map((value, r) => value - predicted[r]) };
}

/** The first image's units whose own kink is crossed: that of the nearest layer with kinks from which each unit follows alone. */
function ownFlips({ sites }: Trace, flips: readonly Flips[]): Int32Array | null {
  for (let at = sites.length - 1; at >= 0; [at] = sites[at].from) {
    const own = flips.find((each) => each.at === at);
    if (own) return Int32Array.from(own.cells.filter((cell) => cell < volume(sites[at].output)));
    const rule = ruleOf(sites[at].layer);
    if (!rule.elementwise || rule.merges || sites[at].batchStatistics) return null;
  }
  return null;
}
