// The check of the row on show: on demand, and by itself when the last one was quick and nothing else runs.
import { toEngineError } from '../engine/errors.ts';
import { isSettled } from '../run/phases.ts';
import type { Context } from './context.ts';

/** A check that took less than this is repeated by itself, after a pause of `idle`; milliseconds. */
const cheap = 400;
const idle = 700;

export interface CheckingActions {
  check(): Promise<void>;
  /** Another row is on show. */
  rowChanged(): void;
}

export function createChecking({ store, frames, api }: Context): CheckingActions {
  let lastTook: number | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;

  async function check() {
    const { shown, checking } = store.getState();
    const row = frames.get('row', shown.row);
    const running = checking?.row === shown.row && !checking?.result && !checking?.error;
    if (!row || !shown.row || running) return;
    const key = shown.row;
    const settle = (change: object) =>
      store.setState((state) => (state.checking?.row === key ? { checking: { ...state.checking, ...change } } : {}));
    store.setState({ checking: { row: key, result: null, error: null } });
    try {
      const result = await api().check(row.explorationId, row.unit);
      lastTook = result.milliseconds;
      settle({ result });
    } catch (error) {
      settle({ error: toEngineError(error) });
    }
  }

  return {
    check,
    rowChanged() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      const { shown, checking, run } = store.getState();
      const done = checking?.row === shown.row;
      if (done || lastTook === null || lastTook > cheap || !run || !isSettled(run.phase)) return;
      timer = setTimeout(() => void check(), idle);
    },
  };
}
