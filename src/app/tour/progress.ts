// How far the visitor is with the tour, kept for the next visit. A browser that forbids storage keeps it for this one.
import { createStore } from 'zustand/vanilla';

export interface TourProgress {
  open: boolean;
  /** The step on show, or the one that it was left at; null before the first and after the last. */
  step: number | null;
  /** False until the visitor has taken it, left it or put its invitation away. */
  met: boolean;
}

const key = 'tour';

/** Anything that was written there by another version is as nothing. */
export function readProgress(text: string | null): Pick<TourProgress, 'step' | 'met'> {
  try {
    const { step, met } = JSON.parse(text ?? '{}') as Record<string, unknown>;
    return { step: Number.isInteger(step) && (step as number) >= 0 ? (step as number) : null, met: met === true };
  } catch {
    return { step: null, met: false };
  }
}

function stored(): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null; // storage is blocked
  }
}

export const tourStore = createStore<TourProgress>(() => ({ open: false, ...readProgress(stored()) }));

function set(change: Partial<TourProgress>): void {
  tourStore.setState(change);
  const { step, met } = tourStore.getState();
  try {
    window.localStorage.setItem(key, JSON.stringify({ step, met }));
  } catch {
    // storage is blocked
  }
}

/** Where it was left, else from the beginning. */
export const openTour = () => set({ open: true, met: true, step: tourStore.getState().step ?? 0 });
export const goTo = (step: number) => set({ step });
/** It can be taken up again at the same step. */
export const leaveTour = () => set({ open: false });
export const endTour = () => set({ open: false, step: null });
export const declineTour = () => set({ met: true });
