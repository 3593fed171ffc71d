// What B is, by what differs from the selection; and what it would take to have it selected. Pure.
import type { CompareRequest, Exploration, RunEntry, RunState, Unit } from '../../../engine/protocol.ts';
import { requestOfExploration } from '../requestOfExploration.ts';

export const KINDS = ['unit', 'image', 'moment', 'run', 'batch'] as const;
export type Kind = (typeof KINDS)[number];

/** As the link has them; null: what is nearest at hand. */
export interface Chosen {
  unit: string | null;
  image: string | null;
  moment: string | null;
  run: string | null;
}

/** What there is to choose from. */
export interface AtHand {
  exploration: Exploration;
  unit: Unit;
  run: RunState;
  runs: readonly RunEntry[];
  /** Identity of the digits in use. */
  digits: string | null;
  /** Indices of images, in the order in which they are offered. */
  images: readonly number[];
}

/** What B is set to, or why there is none. */
export interface Other {
  unit: Unit;
  image: number;
  moment: number | null;
  run: RunEntry | null;
  batchNorm: 'inference' | 'batch';
}

export function unitFromText(text: string | null, [H, W, C]: readonly [number, number, number]): Unit | null {
  const match = /^(\d{1,6}),(\d{1,6}),(\d{1,6})$/.exec(text ?? '');
  if (!match) return null;
  const [i, j, c] = match.slice(1).map(Number);
  return i < H && j < W && c < C ? { i, j, c } : null;
}

export const unitToText = ({ i, j, c }: Unit): string => `${i},${j},${c}`;

/** Runs on these digits of the network on show, which alone have its layers. */
export function comparableRuns({ runs, run, digits }: Pick<AtHand, 'runs' | 'run' | 'digits'>): RunEntry[] {
  return runs.filter((entry) => entry.digits === digits && entry.settings.network === run.network);
}

/** The entry under which the run on show is kept; undefined for one that came with the page. */
export function entryOnShow({ runs, run, digits }: Pick<AtHand, 'runs' | 'run' | 'digits'>): RunEntry | undefined {
  return run.readyMade ? undefined : comparableRuns({ runs, run, digits }).find((entry) => entry.iteration === run.iteration && JSON.stringify(entry.settings) === JSON.stringify(run.settings));
}

/** The same place in the next map; where there is one map only, the place beside it. */
function neighbour({ i, j, c }: Unit, [, W, C]: readonly [number, number, number]): Unit {
  return C > 1 ? { i, j, c: (c + 1) % C } : { i, j: (j + 1) % W, c };
}

/** B with everything filled in that was not chosen, or cannot be. */
export function otherOf(chosen: Chosen, hand: AtHand): Other {
  const { exploration, unit, run, images } = hand;
  const { shape } = exploration.layer;
  const moments = run.moments;
  const moment = moments.find((each) => String(each) === chosen.moment);
  const now = run.moment ?? moments.at(-1);
  const others = comparableRuns(hand);
  const image = /^\d{1,9}$/.test(chosen.image ?? '') ? Number(chosen.image) : null;
  return {
    unit: unitFromText(chosen.unit, shape) ?? neighbour(unit, shape),
    image: image ?? images.find((index) => index !== exploration.digit.index) ?? exploration.digit.index,
    moment: moment ?? (moments.length < 2 ? null : now === moments[0] ? moments.at(-1)! : moments[0]),
    run: others.find(({ id }) => id === chosen.run) ?? others.find((entry) => entry.id !== entryOnShow(hand)?.id) ?? null,
    batchNorm: exploration.batchNorm === 'batch' ? 'inference' : 'batch',
  };
}

/** Null where there is nothing to compare with. */
export function compareRequest(kind: Kind, other: Other, { exploration, unit }: Pick<AtHand, 'exploration' | 'unit'>, norms: boolean): CompareRequest | null {
  const question = requestOfExploration(exploration);
  const base = { explorationId: exploration.id, unit, norms };
  const shown = { kind: 'shown' } as const;
  if (kind === 'unit') return { ...base, other: { question, unit: other.unit, weights: shown } };
  if (kind === 'image') return { ...base, other: { question: { ...question, digit: other.image }, unit, weights: shown } };
  if (kind === 'batch') return { ...base, other: { question: { ...question, batchNorm: other.batchNorm }, unit, weights: shown } };
  if (kind === 'moment') return other.moment === null ? null : { ...base, other: { question, unit, weights: { kind: 'moment', iteration: other.moment } } };
  return other.run && { ...base, other: { question, unit, weights: { kind: 'run', id: other.run.id } } };
}
