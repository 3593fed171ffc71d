// What a key does over the matrix: moves the cursor, or what is in sight. Pure.
import { about, nearest, reveal, stretchWindow, wholeOf, type MatrixBounds, type MatrixPlace, type MatrixWindow } from './matrixWindow.ts';

export interface Look {
  readonly cursor: MatrixPlace;
  readonly window: MatrixWindow;
}

/** A step of the cursor is at least so many pixels, or it could not be seen from afar; with Ctrl it is one entry. */
const STEP = 8;

const clamp = (value: number, most: number): number => Math.max(0, Math.min(most - 1, value));

/** Null for a key that is not ours. `pixels` are the picture's sides. */
export function lookByKey({ cursor, window }: Look, bounds: MatrixBounds, key: string, ctrl: boolean, pixels: { width: number; height: number }): Look | null {
  const moved = (row: number, column: number): Look => {
    const next = { row: clamp(row, bounds.rows), column: clamp(column, bounds.columns) };
    return { cursor: next, window: reveal(window, bounds, next) };
  };
  const zoomed = (k: number): Look => {
    const at = reveal(window, bounds, cursor);
    const [x, y] = [(cursor.column + 0.5 - at.left) / at.columns, (cursor.row + 0.5 - at.top) / at.rows];
    return { cursor, window: stretchWindow(at, bounds, about(k, x), about(k, y)) };
  };
  const down = ctrl ? 1 : Math.max(1, Math.round((STEP * window.rows) / pixels.height));
  const across = ctrl ? 1 : Math.max(1, Math.round((STEP * window.columns) / pixels.width));
  const page = Math.max(1, Math.floor(0.9 * window.rows));
  switch (key) {
    case 'ArrowUp': return moved(cursor.row - down, cursor.column);
    case 'ArrowDown': return moved(cursor.row + down, cursor.column);
    case 'ArrowLeft': return moved(cursor.row, cursor.column - across);
    case 'ArrowRight': return moved(cursor.row, cursor.column + across);
    case 'PageUp': return moved(cursor.row - page, cursor.column);
    case 'PageDown': return moved(cursor.row + page, cursor.column);
    case 'Home': return moved(ctrl ? 0 : cursor.row, 0);
    case 'End': return moved(ctrl ? bounds.rows : cursor.row, bounds.columns);
    case '+': case '=': return zoomed(2);
    case '-': case '_': return zoomed(0.5);
    case '0': return { cursor, window: wholeOf(bounds) };
    case 'e': return { cursor, window: nearest(bounds, cursor) };
    default: return null;
  }
}
