// The pieces of one picture of the matrix: asked of the engine one at a time, what is in sight first, and the last used kept. Knows
// no drawing.
import { partOf, tileKey, type MatrixPiece, type MatrixSource, type TilePlace } from '../../../viz/index.ts';
import type { CellMeasure, ColumnOrder, EngineError, MatrixFacts, MatrixOrder, MatrixOrderRequest, MatrixRequest, MatrixTile, RowOrder } from '../../../engine/protocol.ts';
import { engineClosed, toEngineError } from '../../engine/errors.ts';

/** Pieces kept beside the overview; one is at most half a megabyte, and its picture as much. */
const KEPT = 48;
/** Cells of the overview. */
const OVERVIEW = { height: 400, width: 640 };

export interface MatrixSubject {
  explorationId: number;
  rows: number;
  columns: number;
  rowOrder: RowOrder;
  columnOrder: ColumnOrder;
  measure: CellMeasure;
  /** Only pieces of so many rows, or fewer, are asked for: where rows have to be computed anew for each. */
  rowsAtOnce: number;
}

export interface MatrixTiles extends MatrixSource {
  readonly subject: MatrixSubject;
  /** Both known once there is an overview. */
  readonly order: MatrixOrder | null;
  readonly facts: MatrixFacts | null;
  readonly problem: EngineError | null;
  /** Grows with every change; for those who compare. */
  readonly version: number;
  /** After an error or a stop. */
  again(): void;
}

export interface TileEngine {
  order(request: MatrixOrderRequest): Promise<MatrixOrder>;
  tile(request: MatrixRequest): Promise<MatrixTile>;
}

/** Asks only while somebody listens. */
export function createTiles(subject: MatrixSubject, engine: TileEngine): MatrixTiles {
  const { rows, columns, explorationId, rowOrder, columnOrder, measure, rowsAtOnce } = subject;
  const kept = new Map<string, readonly [TilePlace, MatrixPiece]>();
  const listeners = new Set<() => void>();
  let order: MatrixOrder | null = null;
  let overview: MatrixPiece | null = null;
  let facts: MatrixFacts | null = null;
  let problem: EngineError | null = null;
  let wanted: readonly TilePlace[] = [];
  let [version, asking] = [0, false];

  const changed = () => {
    version++;
    for (const listener of listeners) listener();
  };
  async function piece(part: Omit<MatrixPiece, 'values'>): Promise<MatrixPiece> {
    const { values, whole } = await engine.tile({ explorationId, rowOrder, columnOrder, measure, ...part });
    facts = whole;
    return { ...part, values };
  }
  async function askNext(): Promise<boolean> {
    order ??= await engine.order({ explorationId, rowOrder, columnOrder });
    if (!overview) {
      overview = await piece({ rows: { first: 0, count: rows }, columns: { first: 0, count: columns }, height: Math.min(rows, OVERVIEW.height), width: Math.min(columns, OVERVIEW.width) });
      return true;
    }
    const next = wanted.find((place) => !kept.has(tileKey(place)) && partOf(place, subject).rows.count <= rowsAtOnce);
    if (!next) return false;
    kept.set(tileKey(next), [next, await piece(partOf(next, subject))]);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
    return true;
  }
  async function pump() {
    if (asking || problem) return;
    asking = true;
    try {
      while (listeners.size > 0 && (await askNext())) changed();
    } catch (thrown) {
      const error = toEngineError(thrown);
      // What nobody waits for may have been overtaken.
      if (listeners.size > 0 && error.code !== engineClosed) {
        problem = error;
        changed();
      }
    } finally {
      asking = false;
    }
  }

  return {
    subject,
    get order() { return order; },
    get overview() { return overview; },
    get facts() { return facts; },
    get problem() { return problem; },
    get version() { return version; },
    tile: (place) => kept.get(tileKey(place))?.[1] ?? null,
    tiles: () => kept.values(),
    want(places) {
      wanted = places;
      // What is in sight was used last.
      for (const place of places) {
        const entry = kept.get(tileKey(place));
        if (entry) kept.delete(tileKey(place));
        if (entry) kept.set(tileKey(place), entry);
      }
      void pump();
    },
    subscribe(onChange) {
      listeners.add(onChange);
      void pump();
      return () => void listeners.delete(onChange);
    },
    again() {
      problem = null;
      changed();
      void pump();
    },
  };
}
