// How components read the page's state and reach its actions. React only reads here.
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Explorer } from './explorer.ts';
import type { FrameKinds } from './frames.ts';
import type { PageState } from './store.ts';

const ExplorerContext = createContext<Explorer | null>(null);
export const ExplorerProvider = ExplorerContext.Provider;

export function useExplorer(): Explorer {
  const explorer = useContext(ExplorerContext);
  if (!explorer) throw new Error('ExplorerProvider: missing. Put the component under one.');
  return explorer;
}

/** One part of the state; give it a selector that returns what the store holds, not something new. */
export function usePage<T>(select: (state: PageState) => T): T {
  return useStore(useExplorer().store, select);
}

/** The large arrays under the key that `select` finds in the state, or null. */
export function useFrame<K extends keyof FrameKinds>(kind: K, select: (state: PageState) => string | null): FrameKinds[K] | null {
  const key = usePage(select);
  return useExplorer().frames.get(kind, key);
}

export const useExploration = () => useFrame('exploration', ({ shown }) => shown.exploration);
export const useRow = () => useFrame('row', ({ shown }) => shown.row);
