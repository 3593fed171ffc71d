// What is left of a run that diverged, and what to try instead. Pure.
import type { RunState } from '../../engine/protocol.ts';

/** A tenth of a learning rate as a visitor would write it, but no less than the least that is allowed. */
export function tenthOf(rate: number, least: number): number {
  return Math.max(least, Number((rate / 10).toPrecision(6)));
}

/** The iteration whose weights the run fell back to; null while they are on show. */
export function lastGoodElsewhere({ moments, moment }: Pick<RunState, 'moments' | 'moment'>): number | null {
  return moment === null ? null : (moments.at(-1) ?? null);
}
