// The part of a matrix that is in sight, in places of its rows and columns, and how it moves: each axis by itself. Pure.

/** From place `top`, `rows` places down; from `left`, `columns` across. Fractions of a place are allowed. */
export interface MatrixWindow {
  readonly top: number;
  readonly rows: number;
  readonly left: number;
  readonly columns: number;
}

export interface MatrixPlace {
  readonly row: number;
  readonly column: number;
}

/** The whole matrix, and the fewest rows and columns that a window shows. */
export interface MatrixBounds {
  readonly rows: number;
  readonly columns: number;
  readonly leastRows: number;
  readonly leastColumns: number;
}

/** What was at fraction f of the picture's side is at k·f + shift afterwards. */
export interface Stretch {
  readonly k: number;
  readonly shift: number;
}

export const STILL: Stretch = { k: 1, shift: 0 };

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

export function wholeOf({ rows, columns }: Pick<MatrixBounds, 'rows' | 'columns'>): MatrixWindow {
  return { top: 0, rows, left: 0, columns };
}

export function isWhole(window: MatrixWindow, bounds: MatrixBounds): boolean {
  return window.rows >= bounds.rows && window.columns >= bounds.columns;
}

/** Enlarges k times about the point at fraction `about`, which stays where it is. */
export function about(k: number, point: number): Stretch {
  return { k, shift: point * (1 - k) };
}

function fitAxis(start: number, size: number, total: number, least: number): [number, number] {
  const fitted = clamp(size, Math.min(least, total), total);
  return [clamp(start, 0, total - fitted), fitted];
}

/** The nearest window that the bounds allow. */
export function fitWindow({ top, rows, left, columns }: MatrixWindow, bounds: MatrixBounds): MatrixWindow {
  const [y, high] = fitAxis(top, rows, bounds.rows, bounds.leastRows);
  const [x, wide] = fitAxis(left, columns, bounds.columns, bounds.leastColumns);
  return { top: y, rows: high, left: x, columns: wide };
}

/** Where a limit stops the enlarging, its fixed point stays fixed. */
function stretchAxis(start: number, size: number, total: number, least: number, { k, shift }: Stretch): [number, number] {
  const allowed = clamp(k, size / total, Math.max(1, size / Math.min(least, total)));
  const moved = allowed === k || k === 1 ? shift : (shift / (1 - k)) * (1 - allowed);
  return fitAxis(start - (size * moved) / allowed, size / allowed, total, least);
}

export function stretchWindow(window: MatrixWindow, bounds: MatrixBounds, x: Stretch, y: Stretch): MatrixWindow {
  const [top, rows] = stretchAxis(window.top, window.rows, bounds.rows, bounds.leastRows, y);
  const [left, columns] = stretchAxis(window.left, window.columns, bounds.columns, bounds.leastColumns, x);
  return { top, rows, left, columns };
}

/** Moves no further than it takes for the place to be in sight. */
export function reveal(window: MatrixWindow, bounds: MatrixBounds, { row, column }: MatrixPlace): MatrixWindow {
  const top = clamp(window.top, row + 1 - window.rows, row);
  const left = clamp(window.left, column + 1 - window.columns, column);
  return fitWindow({ ...window, top, left }, bounds);
}

export function centred(window: MatrixWindow, bounds: MatrixBounds, { row, column }: MatrixPlace): MatrixWindow {
  return fitWindow({ ...window, top: row + 0.5 - window.rows / 2, left: column + 0.5 - window.columns / 2 }, bounds);
}

/** As near as it goes: single entries. */
export function nearest(bounds: MatrixBounds, place: MatrixPlace): MatrixWindow {
  return centred({ top: 0, left: 0, rows: bounds.leastRows, columns: bounds.leastColumns }, bounds, place);
}

/** The place at a point of the picture, in fractions of its sides; null outside. */
export function placeAt(window: MatrixWindow, bounds: MatrixBounds, x: number, y: number): MatrixPlace | null {
  if (x < 0 || x >= 1 || y < 0 || y >= 1) return null;
  return { row: Math.min(bounds.rows - 1, Math.floor(window.top + y * window.rows)), column: Math.min(bounds.columns - 1, Math.floor(window.left + x * window.columns)) };
}
