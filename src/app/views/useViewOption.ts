// One choice of a view, kept in the page's state and in its link.
import { useCallback } from 'react';
import { useExplorer, usePage } from '../state/ExplorerContext.ts';
import type { ViewName } from '../state/views.ts';

/** A choice among words; what a link says that is none of them is taken for the first. */
export function useViewChoice<T extends string>(view: ViewName, option: string, words: readonly [T, ...T[]]): [T, (word: T) => void] {
  const [text, set] = useViewText(view, option);
  return [words.find((word) => word === text) ?? words[0], (word) => set(word === words[0] ? null : word)];
}

/** Any short text, or null for the default. */
export function useViewText(view: ViewName, option: string): [string | null, (text: string | null) => void] {
  const explorer = useExplorer();
  const text = usePage((state) => state.views[view]?.[option] ?? null);
  const set = useCallback((value: string | null) => explorer.setViewOption(view, option, value), [explorer, view, option]);
  return [text, set];
}
