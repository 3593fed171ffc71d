// Light, dark, or as the system has it; kept for the next visit. The document always carries the resolved theme.
import { createStore } from 'zustand/vanilla';

export type ThemeChoice = 'system' | 'light' | 'dark';

const key = 'theme';
const dark = () => window.matchMedia('(prefers-color-scheme: dark)');

function stored(): ThemeChoice {
  try {
    const value = window.localStorage.getItem(key);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system'; // storage is blocked: the choice lasts for this visit
  }
}

export const themeStore = createStore<{ choice: ThemeChoice }>(() => ({ choice: 'system' }));

function apply(choice: ThemeChoice) {
  document.documentElement.dataset.theme = choice === 'system' ? (dark().matches ? 'dark' : 'light') : choice;
}

export function chooseTheme(choice: ThemeChoice) {
  themeStore.setState({ choice });
  apply(choice);
  try {
    window.localStorage.setItem(key, choice);
  } catch {
    // storage is blocked
  }
}

/** Call once, before the first render. */
export function startTheme() {
  const choice = stored();
  themeStore.setState({ choice });
  apply(choice);
  dark().addEventListener('change', () => apply(themeStore.getState().choice));
}
