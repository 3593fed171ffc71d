// Pictures of the whole matrix, or of a part of it. Types only.

/** `position`: as stored, (i·W + j)·C + c. `channel`: all units of a map together, (c·H + i)·W + j. */
export type RowOrder = 'position' | 'channel';
/** `layer`: as stored, parameter array after array. `channel`: all numbers of an output channel together, in the order of their arrays. */
export type ColumnOrder = 'layer' | 'channel';
/** What a cell of many entries shows: the entry of largest magnitude, with its sign; or the mean. */
export type CellMeasure = 'largest' | 'mean';

export interface MatrixRequest {
  explorationId: number;
  rowOrder: RowOrder;
  columnOrder: ColumnOrder;
  measure: CellMeasure;
  /** The part shown, in places of the order chosen: first, and how many. */
  rows: { first: number; count: number };
  columns: { first: number; count: number };
  /** Cells of the picture, at most 4 million; as many as entries, or fewer, either way. */
  height: number;
  width: number;
}

export interface MatrixTile {
  explorationId: number;
  /** [height, width] row-major. Cell (y, x) holds rows first + ⌊y·count/height⌋ up to the next cell's, and columns likewise. */
  values: Float32Array;
  height: number;
  width: number;
  /** Largest magnitude in the whole matrix. */
  largest: number;
  /** Of the entries of the whole matrix, how many can differ from zero. */
  stored: number;
}
