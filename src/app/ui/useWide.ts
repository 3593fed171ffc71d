// Whether the four stations stand side by side, as theme and layout have it.
import { useSyncExternalStore } from 'react';

const query = () => window.matchMedia('(min-width: 84rem)');

function subscribe(changed: () => void) {
  const media = query();
  media.addEventListener('change', changed);
  return () => media.removeEventListener('change', changed);
}

/** True where the page has four columns, and height is dear. */
export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => query().matches);
}
