// What the pointer or the keyboard's cursor is on, in whichever picture: all others mark it. It comes and goes too fast for the page's store.
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Unit } from '../../engine/protocol.ts';

export interface Pointed {
  /** Column of θ. */
  column: number | null;
  unit: Unit | null;
}

const pointed = createStore<Pointed>(() => ({ column: null, unit: null }));

export function pointAt(change: Partial<Pointed>) {
  pointed.setState(change);
}

/** Give it a selector that returns what the store holds, or a plain number, so that what is not concerned is not drawn again. */
export function usePointed<T>(select: (pointed: Pointed) => T): T {
  return useStore(pointed, select);
}
