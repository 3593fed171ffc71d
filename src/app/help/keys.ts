// Every key of the page by the place where it works: what the help sheet lists, and what tests hold the page to. Pure.
import { helpKey, tourKey } from './letterKeys.ts';

export interface KeyLine {
  /** As `KeyboardEvent.key` has them, `Ctrl+` or `Shift+` in front; any one of them. */
  keys: readonly string[];
  does: string;
}

export interface KeyPlace {
  place: string;
  lines: readonly KeyLine[];
}

const ARROWS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] as const;
const CHOOSE: KeyLine = { keys: ['Enter', ' '], does: 'chooses it' };

export const keyPlaces = {
  page: {
    place: 'Anywhere',
    lines: [
      { keys: [helpKey], does: 'this sheet' },
      { keys: [tourKey], does: 'the tour, or back to its card' },
      { keys: ['Ctrl+z'], does: 'takes the last choice back' },
      { keys: ['Ctrl+y', 'Ctrl+Shift+z'], does: 'does it again' },
    ],
  },
  cells: {
    place: 'Maps, filters, kernels and the digit',
    lines: [
      { keys: ARROWS, does: 'next cell, and on into the next map' },
      { keys: ['PageUp', 'PageDown'], does: 'same cell of another map' },
      { keys: ['Home', 'End'], does: 'ends of the line' },
      { keys: ['Ctrl+Home', 'Ctrl+End'], does: 'first and last cell of all' },
      CHOOSE,
      { keys: ['Escape'], does: 'puts the cursor away' },
    ],
  },
  lists: {
    place: 'Digits to choose from, bars, probabilities',
    lines: [{ keys: ARROWS, does: 'next one' }, { keys: ['Home', 'End'], does: 'first and last' }, CHOOSE],
  },
  curve: {
    place: 'The curve of a run that was trained here',
    lines: [
      { keys: ['ArrowLeft', 'ArrowRight'], does: 'shows the iteration before or after' },
      { keys: ['PageUp', 'PageDown'], does: 'ten iterations at a time' },
      { keys: ['Home', 'End'], does: 'before the first iteration, and now' },
    ],
  },
  pad: {
    place: 'Drawing a digit',
    lines: [{ keys: [' '], does: 'sets the pen down or lifts it' }, { keys: ARROWS, does: 'moves the pen' }],
  },
  matrix: {
    place: 'The whole matrix',
    lines: [
      { keys: ARROWS, does: 'moves the cursor' },
      { keys: ARROWS.map((key) => `Ctrl+${key}`), does: 'by one entry' },
      { keys: ['+', '-'], does: 'nearer, further' },
      { keys: ['e', '0'], does: 'single entries, the whole' },
      { keys: ['PageUp', 'PageDown', 'Home', 'End', 'Ctrl+Home', 'Ctrl+End'], does: 'further at once' },
      { keys: ['Enter', ' '], does: 'chooses unit and parameter' },
    ],
  },
  plots: {
    place: 'Plots of the views',
    lines: [
      { keys: ARROWS, does: 'next point, moment or line' },
      { keys: ['Home', 'End'], does: 'first and last' },
      { keys: ['Enter', ' '], does: 'chooses, where there is something to choose' },
    ],
  },
  choices: {
    place: 'Tabs, switches and menus',
    lines: [{ keys: ['ArrowLeft', 'ArrowRight'], does: 'next one' }, { keys: ['Home', 'End'], does: 'first and last' }, { keys: ['Escape'], does: 'closes a menu' }],
  },
  fields: {
    place: 'Unit and parameter above the views',
    lines: [{ keys: ['Enter'], does: 'takes what is typed' }, { keys: ['Escape'], does: 'leaves it as it was' }],
  },
  tour: {
    place: 'The card of the tour',
    lines: [{ keys: ['ArrowLeft', 'ArrowRight'], does: 'step back, step on' }, { keys: ['Escape'], does: 'leaves it; it can be resumed' }],
  },
} as const satisfies Readonly<Record<string, KeyPlace>>;

const names: Readonly<Record<string, string>> = {
  ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', ' ': 'Space', PageUp: 'Page Up', PageDown: 'Page Down', Escape: 'Esc',
};

/** The caps of a key, one after another: `Ctrl+z` is Ctrl and Z; on a Mac ⌘ and Z. */
export function capsOf(key: string, mac: boolean): string[] {
  return key.split(/(?<=.)\+/).map((part) => (part === 'Ctrl' && mac ? '⌘' : (names[part] ?? (part.length === 1 ? part.toUpperCase() : part))));
}
