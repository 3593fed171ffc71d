// The thumbnails: pages of digits that fit the filter, one after another.
import type { BrowseItem } from '../../engine/protocol.ts';
import { latest, superseded } from '../engine/latest.ts';
import { report, type Context } from './context.ts';
import { patch, type DigitFilter } from './store.ts';

const pageSize = 30;

/** Milliseconds. */
const soon = 120;

export interface BrowsingActions {
  setFilter(change: Partial<DigitFilter>): Promise<void>;
  more(): Promise<void>;
  /** The same filter again, as far as it was shown: the network reads differently now. */
  reload(): Promise<void>;
  /** The same once nothing has changed for a moment: while a run is wound back the weights change all the time. */
  reloadSoon(): void;
}

export function createBrowsing({ store, frames, api }: Context): BrowsingActions {
  let serial = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = latest((offset: number, count: number) => api().browse({ ...store.getState().browsing.filter, offset, count }));

  async function load(offset: number, count: number) {
    patch(store, 'browsing', { busy: true });
    try {
      const page = await ask(offset, count);
      if (page === superseded) return;
      const { browsing } = store.getState();
      const before = offset === 0 ? null : frames.get('pixels', browsing.pixels);
      const items: readonly BrowseItem[] = offset === 0 ? page.items : [...browsing.items, ...page.items];
      const pixels = frames.put('pixels', String(++serial), joined(before, page.pixels));
      patch(store, 'browsing', { items, pixels, scanned: page.scanned, total: page.total, end: page.end, busy: false });
    } catch (error) {
      patch(store, 'browsing', { busy: false });
      report(store, error);
    }
  }

  const reload = () => load(0, Math.max(pageSize, store.getState().browsing.items.length));

  return {
    setFilter(change) {
      const { filter } = store.getState().browsing;
      patch(store, 'browsing', { filter: { ...filter, ...change } });
      return load(0, pageSize);
    },
    more: () => load(store.getState().browsing.items.length, pageSize),
    reload,
    reloadSoon() {
      clearTimeout(timer);
      timer = setTimeout(() => void reload(), soon);
    },
  };
}

function joined(before: Uint8Array | null, after: Uint8Array): Uint8Array {
  if (!before) return after;
  const all = new Uint8Array(before.length + after.length);
  all.set(before);
  all.set(after, before.length);
  return all;
}
