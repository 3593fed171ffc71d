// Which changed settings a run that stands still can still take, and which only a new one can. Pure.
import type { TrainSettings } from '../../engine/protocol.ts';

/** Settings that only later iterations read; how many epochs there are is asked for by itself. */
const adjustable = ['learningRate', 'momentum', 'l2', 'validationEvery'] as const satisfies readonly (keyof TrainSettings)[];

/** What of the draft differs from the run and can be taken over; null where nothing does. */
export function laterChanges(run: TrainSettings, draft: TrainSettings): Partial<TrainSettings> | null {
  const changed = adjustable.filter((name) => draft[name] !== run[name]);
  return changed.length === 0 ? null : Object.fromEntries(changed.map((name) => [name, draft[name]]));
}
