// The page's store as seen from a place that nobody looks at: it stands still there, and catches up when somebody does. Knows no React.
import type { PageStore } from '../state/store.ts';

export interface HeldStore {
  readonly store: PageStore;
  /** True: what is read stays as it is now, and nobody hears of changes. */
  hold(held: boolean): void;
}

export function createHeldStore(whole: PageStore): HeldStore {
  let still: ReturnType<PageStore['getState']> | null = null;
  const listeners = new Set<Parameters<PageStore['subscribe']>[0]>();
  const store: PageStore = {
    ...whole,
    getState: () => still ?? whole.getState(),
    subscribe(listener) {
      listeners.add(listener);
      const leave = whole.subscribe((state, before) => still === null && listener(state, before));
      return () => {
        listeners.delete(listener);
        leave();
      };
    },
  };
  return {
    store,
    hold(held) {
      if (held === (still !== null)) return;
      const before = still;
      still = held ? whole.getState() : null;
      if (before) for (const listener of listeners) listener(whole.getState(), before);
    },
  };
}
