// The run as it was: showing an iteration, and playing through all of them. Training goes on meanwhile or not.
import type { RunState } from '../../engine/protocol.ts';
import { latest } from '../engine/latest.ts';
import type { BrowsingActions } from './browsing.ts';
import { report, type Context } from './context.ts';
import type { Holding } from './holding.ts';
import type { Viewing } from './viewing.ts';

export interface Rewinding {
  /** Shows the run after an iteration that is kept; null: as it is now. */
  look(iteration: number | null): Promise<void>;
  /** Shows one iteration after another, from the one on show on, or from the first. */
  play(): Promise<void>;
  pausePlaying(): void;
  /** True while the pictures of another moment are on their way. */
  isLooking(): boolean;
}

interface Others {
  viewing: Viewing;
  browsing: BrowsingActions;
  holding: Holding;
}

/** Least time that an iteration is on show while playing, in milliseconds; a long run is gone through in about fifteen seconds. */
const leastShown = 120;
const wholeTime = 15_000;

export function createRewinding({ store, api }: Context, { viewing, browsing, holding }: Others): Rewinding {
  let looking = 0;
  const show = latest(async (iteration: number | null) => {
    holding.hold();
    try {
      holding.hear({ kind: 'run', run: await api().look(iteration) });
      await viewing.refresh(true);
    } finally {
      holding.letGo();
    }
  });

  async function look(iteration: number | null) {
    const { run, momentAsked } = store.getState();
    // Dragging asks many times for the same one.
    if ((momentAsked === undefined ? run?.moment : momentAsked) === iteration) return;
    store.setState({ busy: true, momentAsked: iteration });
    looking++;
    try {
      await show(iteration);
    } catch (error) {
      store.setState({ busy: false, playing: false });
      report(store, error);
    } finally {
      looking--;
      if (looking === 0) {
        store.setState({ momentAsked: undefined });
        // After the pictures, which would have to wait for it.
        browsing.reloadSoon();
      }
    }
  }

  const pausePlaying = () => store.setState({ playing: false });

  async function play() {
    const { run } = store.getState();
    if (!run || run.moments.length < 2 || store.getState().playing) return;
    store.setState({ playing: true });
    const pause = Math.max(leastShown, wholeTime / Math.max(60, run.moments.length));
    let next: number | null | undefined = run.moment === null ? run.moments[0] : following(run);
    while (next !== undefined && store.getState().playing) {
      const shown = new Promise((resolve) => setTimeout(resolve, pause));
      await look(next);
      await shown;
      const now = store.getState().run;
      next = next === null || !now || now.moment !== next ? undefined : following(now);
    }
    pausePlaying();
  }

  return {
    look: (iteration) => {
      pausePlaying();
      return look(iteration);
    },
    play,
    pausePlaying,
    isLooking: () => looking > 0,
  };
}

/** The moment after the one on show; null: now. */
function following({ moments, moment }: RunState): number | null {
  const next = moments[moments.findIndex((each) => each === moment) + 1];
  return next === undefined || next === moments[moments.length - 1] ? null : next;
}
