// Going back and forth among deliberate changes of the selection. Knows no keys and no pictures.
import type { Context } from './context.ts';
import type { PageState, Selection } from './store.ts';
import type { Viewing } from './viewing.ts';

/** Selections before the one on show, the nearest last, and those that were undone, the nearest last. */
export interface SelectionHistory {
  past: readonly Selection[];
  future: readonly Selection[];
}

export interface Undoing extends Pick<Viewing, 'select'> {
  undo(): Promise<void>;
  redo(): Promise<void>;
}

export const noHistory: SelectionHistory = { past: [], future: [] };

/** Steps of the same kind that follow each other faster than this are one; milliseconds. An arrow key that is held down makes many. */
const joined = 800;
const most = 60;

/** The parts in which two selections differ. */
export function differing(a: Selection, b: Selection): (keyof Selection)[] {
  return (Object.keys(a) as (keyof Selection)[]).filter((part) => JSON.stringify(a[part]) !== JSON.stringify(b[part]));
}

/** The nearest that is another selection than `now`, and what lies behind it; null where there is none. */
export function nearest(selections: readonly Selection[], now: Selection): { next: Selection; rest: readonly Selection[] } | null {
  // A change that was refused, or that another one took back, left the selection as it was.
  const at = selections.findLastIndex((selection) => differing(selection, now).length > 0);
  return at < 0 ? null : { next: selections[at], rest: selections.slice(0, at) };
}

/** `viewing` brings the pictures after a selection. */
export function createUndoing({ store }: Pick<Context, 'store'>, viewing: Pick<Viewing, 'select'>): Undoing {
  let last: { parts: string; at: number } | null = null;

  /** What is selected now becomes a step to go back to, unless it lies within one. */
  function record(change: Partial<Selection>) {
    const { selection, history } = store.getState();
    const parts = differing(selection, { ...selection, ...change }).join();
    if (parts === '') return;
    const at = Date.now();
    const goesOn = last !== null && last.parts === parts && at - last.at < joined;
    last = { parts, at };
    store.setState({ history: { past: goesOn ? history.past : [...history.past, selection].slice(-most), future: [] } });
  }

  async function step(from: 'past' | 'future', to: 'past' | 'future') {
    const { selection, history } = store.getState();
    const found = nearest(history[from], selection);
    if (!found) return;
    last = null;
    store.setState({ history: { ...history, [from]: found.rest, [to]: [...history[to], selection] } });
    await viewing.select(found.next);
  }

  // Of another network, other digits or another input, the old selections say nothing.
  const another = (now: PageState, before: PageState) => now.run?.layers !== before.run?.layers || now.input !== before.input || now.opened?.digits !== before.opened?.digits;
  store.subscribe((now, before) => {
    if (another(now, before) && now.history !== noHistory) store.setState({ history: noHistory });
  });

  return {
    select(change) {
      record(change);
      return viewing.select(change);
    },
    undo: () => step('past', 'future'),
    redo: () => step('future', 'past'),
  };
}
