// Which tiles a window needs. At level (down, across) a cell holds 2^down rows by 2^across columns, and a tile so many cells. Pure.
import type { MatrixBounds, MatrixWindow } from './matrixWindow.ts';

export interface TilePlace {
  readonly down: number;
  readonly across: number;
  /** Which tile of its level. */
  readonly y: number;
  readonly x: number;
}

/** Rows and columns that a piece is of, and its cells. */
export interface TilePart {
  readonly rows: { readonly first: number; readonly count: number };
  readonly columns: { readonly first: number; readonly count: number };
  readonly height: number;
  readonly width: number;
}

/** A part of the matrix as cells: where entries share a cell, what they show together. */
export interface MatrixPiece extends TilePart {
  /** [height, width] row-major. */
  readonly values: ArrayLike<number>;
}

/** Where pieces come from. It may answer late; who draws hears of it and asks again. */
export interface MatrixSource {
  /** All of the matrix, coarse; null before anything is known. */
  readonly overview: MatrixPiece | null;
  tile(place: TilePlace): MatrixPiece | null;
  /** Every tile that is here. */
  tiles(): Iterable<readonly [TilePlace, MatrixPiece]>;
  /** What is in sight now, the middle first; what was wished for before is no longer. */
  want(places: readonly TilePlace[]): void;
  subscribe(onChange: () => void): () => void;
}

export const TILE = { height: 256, width: 512 } as const;

export const tileKey = ({ down, across, y, x }: TilePlace): string => `${down} ${across} ${y} ${x}`;

/** The level at which a cell is at least a pixel, so that none is skipped when it is drawn. */
export function levelOf(entriesPerPixel: number): number {
  return Math.max(0, Math.ceil(Math.log2(entriesPerPixel) - 1e-9));
}

export function partOf({ down, across, y, x }: TilePlace, bounds: Pick<MatrixBounds, 'rows' | 'columns'>): TilePart {
  const [high, wide] = [TILE.height * 2 ** down, TILE.width * 2 ** across];
  const rows = { first: y * high, count: Math.min(high, bounds.rows - y * high) };
  const columns = { first: x * wide, count: Math.min(wide, bounds.columns - x * wide) };
  return { rows, columns, height: Math.ceil(rows.count / 2 ** down), width: Math.ceil(columns.count / 2 ** across) };
}

/** The tiles of a window on so many device pixels, the middle first. */
export function tilesOf(window: MatrixWindow, height: number, width: number): TilePlace[] {
  const [down, across] = [levelOf(window.rows / height), levelOf(window.columns / width)];
  const [high, wide] = [TILE.height * 2 ** down, TILE.width * 2 ** across];
  const last = (start: number, size: number, tile: number) => Math.ceil((start + size) / tile - 1e-9) - 1;
  const places: TilePlace[] = [];
  for (let y = Math.floor(window.top / high); y <= last(window.top, window.rows, high); y++)
    for (let x = Math.floor(window.left / wide); x <= last(window.left, window.columns, wide); x++) places.push({ down, across, y, x });
  const away = ({ y, x }: TilePlace) => Math.hypot((y + 0.5) * high - window.top - window.rows / 2, ((x + 0.5) * wide - window.left - window.columns / 2) * (window.rows / window.columns));
  return places.sort((a, b) => away(a) - away(b));
}

/** The exact entry at a place, from a tile whose cells are entries; null where none is here. */
export function entryAt(source: MatrixSource, row: number, column: number): number | null {
  const place = { down: 0, across: 0, y: Math.floor(row / TILE.height), x: Math.floor(column / TILE.width) };
  const piece = source.tile(place);
  return piece && piece.values[(row - piece.rows.first) * piece.width + column - piece.columns.first];
}
