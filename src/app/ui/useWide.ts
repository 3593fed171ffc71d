// How many stations stand side by side, as the layout has it.
import { useSyncExternalStore } from 'react';

const fourColumns = '(min-width: 85rem)';
const oneColumn = '(max-width: 46rem)';

const subscribers = new Map<string, (changed: () => void) => () => void>();

function subscriberOf(query: string) {
  const known = subscribers.get(query);
  if (known) return known;
  const subscribe = (changed: () => void) => {
    const media = window.matchMedia(query);
    media.addEventListener('change', changed);
    return () => media.removeEventListener('change', changed);
  };
  subscribers.set(query, subscribe);
  return subscribe;
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(subscriberOf(query), () => window.matchMedia(query).matches);
}

/** True where the page has four columns, and height is dear. */
export const useWide = () => useMedia(fourColumns);

/** True where the page has one column. */
export const useNarrow = () => useMedia(oneColumn);
