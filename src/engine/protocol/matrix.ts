// Pictures of the whole matrix, or of a part of it, and single entries. Types only.

/** `position`: as stored, (i·W + j)·C + c. `channel`: all units of a map together, (c·H + i)·W + j. */
export type RowOrder = 'position' | 'channel';
/** `layer`: as stored, parameter array after array. `channel`: within a layer, all numbers of an output channel together, in the order of their arrays. */
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
  whole: MatrixFacts;
}

/** What is true of the whole matrix, whatever part is shown. */
export interface MatrixFacts {
  /** Largest magnitude. */
  largest: number;
  /** Entries that can differ from zero, and those that do. */
  stored: number;
  nonzero: number;
  /** In the order of the exploration's blocks. */
  blocks: readonly BlockFacts[];
}

export interface BlockFacts {
  parameter: string;
  stored: number;
  nonzero: number;
  /** The entry of largest magnitude, with its sign, and where it is in J; −1 where all are zero. */
  largest: { value: number; row: number; column: number };
}

export interface MatrixOrderRequest {
  explorationId: number;
  rowOrder: RowOrder;
  columnOrder: ColumnOrder;
}

/** Which row and column of J lies at every place of the picture. */
export interface MatrixOrder extends MatrixOrderRequest {
  rowAt: Int32Array;
  columnAt: Int32Array;
  /** The output channel of each column's parameter (of an input: the image's channel), by column of J. */
  channelOf: Int32Array;
}

export interface EntryRequest {
  explorationId: number;
  /** Row and column of J, whatever the order of the picture. */
  row: number;
  column: number;
}

export interface Entry extends EntryRequest {
  value: number;
}
