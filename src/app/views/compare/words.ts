// The comparison in sentences. Pure.
import type { Compared, ComparedBlock, Unit } from '../../../engine/protocol.ts';
import { plainFigure } from '../../ui/format.ts';
import type { AtHand, Kind, Other } from './otherSide.ts';

/** To three decimals, whatever its size: what is smaller is no direction. */
export function cosineText(cosine: number): string {
  const text = cosine.toFixed(3);
  return (Number(text) === 0 ? '0' : text).replace('-', '\u2212');
}

function direction(cosine: number): string {
  if (cosine > 0.95) return 'point almost the same way';
  if (cosine > 0.5) return 'point roughly the same way';
  if (cosine >= -0.5) return Math.abs(cosine) < 0.05 ? 'are at right angles' : 'point different ways';
  return cosine < -0.95 ? 'point opposite ways' : 'point roughly opposite ways';
}

/** Of rows that share no parameter, how alike their own numbers are where the rows are longest. */
function ownInWords(blocks: readonly ComparedBlock[]): string {
  const own = blocks.filter((block) => block.own && block.partCosine !== null && (block.part?.one.length ?? 0) > 1).sort((a, b) => b.norms[0] - a.norms[0])[0];
  return own ? ` They are of different maps, which share no parameter; number by number, their parts in ${own.parameter} ${direction(own.partCosine!)} (cosine ${cosineText(own.partCosine!)}).` : '';
}

export function summaryOf({ sides: [one, other], cosine, ratio, blocks }: Compared): string {
  if (one.norm === 0 && other.norm === 0) return 'Both rows are zero: the unit is off on both sides.';
  if (one.norm === 0) return 'A’s row is zero, because its unit is off; B’s is not.';
  if (other.norm === 0) return 'B’s row is zero, because its unit is off; A’s is not.';
  const length = `B’s is ${plainFigure(ratio!, 3)} times as long as A’s`;
  return cosine === null ? `The rows have different numbers of parameters; ${length}.` : `The two rows ${direction(cosine)} (cosine ${cosineText(cosine)}), and ${length}.${cosine === 0 ? ownInWords(blocks) : ''}`;
}

/** Arrays that are exactly zero on one side alone: `A`, `B`. */
export function vanished(blocks: readonly ComparedBlock[]): { parameter: string; side: 'A' | 'B' }[] {
  return blocks.filter(({ norms: [a, b] }) => (a === 0) !== (b === 0)).map(({ parameter, norms }) => ({ parameter, side: norms[0] === 0 ? 'A' : 'B' }));
}

const list = (names: readonly string[]) => (names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`);

/** Why arrays vanish with batch statistics, those that did named first; null where none is taken away. */
export function whyVanished({ blocks, takenAway }: Pick<Compared, 'blocks' | 'takenAway'>): string | null {
  const shown = takenAway.filter((name) => blocks.some(({ parameter }) => parameter === name));
  if (shown.length === 0) return null;
  const gone = vanished(blocks).map(({ parameter }) => parameter).filter((name) => shown.includes(name));
  const zero = gone.length === 0 ? `The derivatives with respect to ${list(shown)} are zero with batch statistics` : `With batch statistics the row in ${list(gone)} is exactly zero`;
  return `${zero}: ${shown.length === 1 ? 'it adds' : 'each adds'} one and the same number to a whole map, in every image, before a batch norm. The mean over the batch grows by that number too, and batch norm takes the mean away: (x + b) − mean(x + b) = x − mean(x). At inference the mean is a stored number that does not move, so the constant counts.`;
}

/** The little that tells A and B apart, short enough for the head of a picture. */
export function namesOf(kind: Kind, other: Other, { exploration, unit, run }: AtHand): [string, string] {
  const place = ({ i, j, c }: Unit) => (exploration.layer.vector ? `unit ${c}` : `map ${c} (${i}, ${j})`);
  if (kind === 'unit') return [place(unit), place(other.unit)];
  if (kind === 'image') return [`image ${exploration.digit.index}`, `image ${other.image}`];
  if (kind === 'moment') return [run.moment === null ? 'now' : `iteration ${run.moment}`, `iteration ${other.moment ?? 0}`];
  if (kind === 'run') return [run.readyMade ? 'this run' : `seed ${run.settings.seed}`, other.run ? `seed ${other.run.settings.seed}` : 'another run'];
  return exploration.batchNorm === 'batch' ? ['batch', 'inference'] : ['inference', 'batch'];
}

/** Why there is nothing to compare with, and what would make something. */
export function nothingThere(kind: Kind, { exploration, run }: AtHand, overBatchNorm: boolean): string | null {
  if (kind === 'moment' && run.moments.length < 2) return run.network === 'loaded' ? 'A model that was loaded comes without the run that trained it, so it has no other moments.' : 'The run on show has one moment only. Train a run here: each of its iterations is kept and can be compared.';
  if (kind === 'run') return 'No other run of this network on these digits is kept. Train one with another seed, or open one from a file; the runs that were trained here are kept beside each other.';
  if (kind === 'batch' && !overBatchNorm) return `There is no batch norm up to ${exploration.layer.name}, so batch statistics change nothing. Choose a layer above one.`;
  return null;
}
