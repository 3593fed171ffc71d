// The single letters that do something anywhere on the page, and whether they do: who dictates or types by mistake can turn that off.
// Kept for the next visit.
import { createStore } from 'zustand/vanilla';

export const helpKey = '?';
export const tourKey = 't';

const key = 'letter-keys';

function stored(): boolean {
  try {
    return window.localStorage.getItem(key) !== 'off';
  } catch {
    return true; // storage is blocked
  }
}

export const letterKeys = createStore<{ on: boolean }>(() => ({ on: stored() }));

export function setLetterKeys(on: boolean): void {
  letterKeys.setState({ on });
  try {
    window.localStorage.setItem(key, on ? 'on' : 'off');
  } catch {
    // storage is blocked
  }
}

/** Fields take letters as what they are. */
export function takesLetters(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type=button], [type=checkbox], [type=radio], [type=range], [type=file]), textarea, select'));
}
