// The race in words: what each method does, how long it took, and whether all say the same. Pure.
import type { Exploration, RaceLane, RaceMethod } from '../../../engine/protocol.ts';
import { parameterName } from '../../formula/parameter.ts';
import { unitInWords } from '../../state/units.ts';
import { count, milliseconds, plainFigure } from '../../ui/format.ts';

export const NAMES: Record<RaceMethod, string> = { loop: 'Loop', batched: 'Dense batches', structured: 'Structured' };

/** Within a sentence. */
const SAID: Record<RaceMethod, string> = { loop: 'the loop', batched: 'dense batches', structured: 'the structured way' };

/** What a method does, with this matrix's numbers. */
export function whatItDoes(method: RaceMethod, rows: number, onProcessor: boolean): string {
  if (method === 'loop') return `One pull-back for each of the ${count(rows)} units, as the question was told to do. They share one forward pass; a loop that repeats that too takes longer still.`;
  if (method === 'batched') return onProcessor ? 'The same cotangents as the loop. On the processor there are no batches, so they come one after another.' : 'The same cotangents, which fill whole maps, many at a time: what vmap of a VJP does.';
  return 'A cotangent is kept only where it can differ from zero, layer by layer, and a row only where a parameter can matter to its unit.';
}

/** `timed on 57 of 11 520 rows and extrapolated`. */
export function howMeasured({ runs, timedRows, rows }: RaceLane): string {
  const median = runs.length > 1 ? `median of ${runs.length} runs` : 'one run';
  return timedRows < rows ? `extrapolated from ${count(timedRows)} rows, ${median}` : median;
}

/** Of a lane that did not compute all rows. */
export function sampled({ method, timedRows, rows }: RaceLane): string {
  return `${NAMES[method]}: all rows would take long, so ${count(timedRows)} of the ${count(rows)}, from the middle of the matrix, were timed, and the time of all is extrapolated from them.`;
}

export function times(ratio: number): string {
  return ratio >= 10 ? count(ratio) : ratio.toFixed(1);
}

/** Who won, and by how much. */
export function verdict(lanes: readonly RaceLane[]): string {
  const [first, ...others] = [...lanes].sort((a, b) => a.milliseconds - b.milliseconds);
  if (!first || others.length === 0) return '';
  const by = others.map((other) => {
    const ratio = other.milliseconds / first.milliseconds;
    return ratio < 1.05 ? `as fast as ${SAID[other.method]}` : `${times(ratio)} times faster than ${SAID[other.method]}`;
  });
  return `${NAMES[first.method]} took ${milliseconds(first.milliseconds)}: ${by.join(', and ')}.`;
}

/** The worst of all differences from the Jacobian on show, and where it is. */
export function agreement(lanes: readonly RaceLane[], { blocks, layer }: Exploration): string {
  const worst = lanes.reduce((most, lane) => (lane.agreement.worst > most.agreement.worst || Number.isNaN(lane.agreement.worst) ? lane : most));
  const { row, column, here, shown } = worst.agreement;
  const compared = count(Math.min(...lanes.map((lane) => lane.agreement.rows)));
  if (worst.agreement.worst === 0) return `In ${compared} rows of each, every number is the same as in the Jacobian on show.`;
  const [, W, C] = layer.shape;
  const unit = unitInWords({ i: Math.floor(row / (W * C)), j: Math.floor(row / C) % W, c: row % C }, layer);
  const where = `${SAID[worst.method]}, ${unit.toLowerCase()}, ${parameterName(blocks, column)}: ${plainFigure(here, 8)} against ${plainFigure(shown, 8)}`;
  return `Compared with the Jacobian on show in ${compared} rows of each, the numbers differ by at most ${plainFigure(worst.agreement.worst, 2)} of a row’s largest (${where}).`;
}
