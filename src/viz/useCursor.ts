// Which cell the visitor points at: with the mouse, or with the keyboard's cursor. Knows nothing of what a cell means.
import { useCallback, useRef, useState } from 'react';
import { sameCell, type Cell } from './panels.ts';

export type CursorSource = 'pointer' | 'touch' | 'keyboard';

interface Active {
  readonly cell: Cell;
  readonly source: CursorSource;
}

export interface Cursor {
  readonly active: Active | null;
  move(cell: Cell, source: CursorSource): void;
  clear(): void;
}

/** State of one picture's cursor; `onHover` hears of every change. */
export function useCursor(onHover?: (cell: Cell | null) => void): Cursor {
  const [active, setActive] = useState<Active | null>(null);
  // Compared here and not in the state's updater: the listener must hear of a change exactly once.
  const last = useRef<Active | null>(null);
  const listener = useRef(onHover);
  listener.current = onHover;
  const change = useCallback((next: Active | null) => {
    const before = last.current;
    if (before?.source === next?.source && sameCell(before?.cell ?? null, next?.cell ?? null)) return;
    last.current = next;
    setActive(next);
    if (!sameCell(before?.cell ?? null, next?.cell ?? null)) listener.current?.(next?.cell ?? null);
  }, []);
  const move = useCallback((cell: Cell, source: CursorSource) => change({ cell, source }), [change]);
  const clear = useCallback(() => change(null), [change]);
  return { active, move, clear };
}
