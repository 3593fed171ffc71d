// The theme in force, read from <html data-theme>; the page sets it, the pictures follow.
import { useSyncExternalStore } from 'react';
import type { Theme } from './palette.ts';

function subscribe(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

function current(): Theme {
  return document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light';
}

/** `light` or `dark`; renders again when the page changes it. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, current, () => 'light');
}
