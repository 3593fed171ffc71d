// The check of the row on show: on demand, and by itself when the last one was quick and nothing else runs. A verdict follows its
// row: explored anew with the same weights the row keeps it, with others it is checked again.
import { toEngineError } from '../engine/errors.ts';
import { isSettled } from '../run/phases.ts';
import type { Context } from './context.ts';

/** A check that took less than this is repeated for another row by itself, after a pause of `idle`; milliseconds. */
const cheap = 400;
const idle = 700;
/** The pause before the same row is checked with other weights: those may be gone again at once. */
const soon = 150;

export interface CheckingActions {
  check(): Promise<void>;
  /** Another row is on show. */
  rowChanged(): void;
}

/** What a row is of, whichever exploration it was read from; and its weights. */
interface About {
  readonly subject: string;
  readonly revision: number;
}

export function createChecking({ store, frames, api }: Context): CheckingActions {
  let lastTook: number | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let checked: About | null = null;
  let serial = 0;

  function aboutShown(): About | null {
    const { shown } = store.getState();
    const [row, exploration] = [frames.get('row', shown.row), frames.get('exploration', shown.exploration)];
    if (!row || !exploration) return null;
    const { digit, layer, wrt, batchNorm, images, revision } = exploration;
    return { subject: JSON.stringify([digit.index, layer.name, wrt, batchNorm, images.indices, row.unit]), revision };
  }

  async function check() {
    const { shown, checking } = store.getState();
    const row = frames.get('row', shown.row);
    const running = checking?.row === shown.row && !checking?.result && !checking?.error;
    if (!row || !shown.row || running) return;
    const mine = ++serial;
    checked = aboutShown();
    // Its row may have another name by then.
    const settle = (change: object) => store.setState(({ checking: now }) => (now && mine === serial ? { checking: { ...now, ...change } } : {}));
    store.setState({ checking: { row: shown.row, result: null, error: null } });
    try {
      const result = await api().check(row.explorationId, row.unit);
      lastTook = result.milliseconds;
      settle({ result });
    } catch (error) {
      settle({ error: toEngineError(error) });
    }
  }

  /** How long until the row on show is checked without being asked; null: not at all. */
  function pause(): number | null {
    const { shown, checking, run, playing } = store.getState();
    if (checking?.row === shown.row || !run || !isSettled(run.phase) || playing) return null;
    if (checking && checked?.subject === aboutShown()?.subject) return soon;
    return lastTook === null || lastTook > cheap ? null : idle;
  }

  return {
    check,
    rowChanged() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      const { shown, checking } = store.getState();
      const about = aboutShown();
      const same = checking && about && about.subject === checked?.subject && about.revision === checked.revision;
      if (same && shown.row) store.setState({ checking: { ...checking, row: shown.row } });
      const wait = pause();
      if (wait !== null) timer = setTimeout(() => void check(), wait);
    },
  };
}
