// The picture's numbers and names for the exploration and the order chosen: swapped all at once, so that the old one stays until the
// new one is there.
import { useMemo, useState, useSyncExternalStore } from 'react';
import type { MatrixAxis } from '../../../viz/index.ts';
import type { EngineError, Exploration, MatrixOrder } from '../../../engine/protocol.ts';
import type { Explorer } from '../../state/explorer.ts';
import { useExplorer } from '../../state/ExplorerContext.ts';
import { columnAxis, rowAxis } from './axes.ts';
import { createTiles, type MatrixTiles } from './tiles.ts';
import { sizeOf, type Orders } from './words.ts';

export interface MatrixModel {
  readonly exploration: Exploration;
  readonly orders: Orders;
  readonly order: MatrixOrder;
  /** Where each row and column of J lies in the picture. */
  readonly placeOfRow: Int32Array;
  readonly placeOfColumn: Int32Array;
  readonly rowAxis: MatrixAxis;
  readonly columnAxis: MatrixAxis;
  readonly tiles: MatrixTiles;
}

/** Numbers of a piece that has to be computed anew, for a wait of about a second. */
const ANEW = 8e6;

function tilesOf(explorer: Explorer, exploration: Exploration, { rowOrder, columnOrder, measure }: Orders): MatrixTiles {
  const { rows, columns } = sizeOf(exploration);
  const numbers = exploration.blocks.reduce((sum, { structure, size, channels }) => sum + (structure === 'channel' ? size / channels : size), 0);
  // By channel the rows of a piece are spread over as many times as many.
  const spread = rowOrder === 'channel' ? exploration.layer.shape[2] : 1;
  const rowsAtOnce = exploration.inParts ? Math.max(256, ANEW / numbers / spread) : Infinity;
  return createTiles({ explorationId: exploration.id, rows, columns, rowOrder, columnOrder, measure, rowsAtOnce }, { tile: (request) => explorer.ask('matrix', request), order: (request) => explorer.ask('matrixOrder', request) });
}

function inverse(at: Int32Array): Int32Array {
  const places = new Int32Array(at.length);
  at.forEach((index, place) => (places[index] = place));
  return places;
}

/** Null until order and overview are there. */
function modelOf(exploration: Exploration, orders: Orders, tiles: MatrixTiles): MatrixModel | null {
  const { order, overview } = tiles;
  if (!order || !overview) return null;
  const axes = { rowAxis: rowAxis(exploration.layer, orders.rowOrder, order), columnAxis: columnAxis(exploration.blocks, order) };
  return { exploration, orders, order, tiles, ...axes, placeOfRow: inverse(order.rowAt), placeOfColumn: inverse(order.columnAt) };
}

export interface MatrixState {
  /** What is on show; null before the first. */
  model: MatrixModel | null;
  /** True while another one is on its way. */
  busy: boolean;
  problem: EngineError | null;
  again(): void;
}

export function useMatrix(exploration: Exploration | null, { rowOrder, columnOrder, measure }: Orders): MatrixState {
  const explorer = useExplorer();
  const [model, setModel] = useState<MatrixModel | null>(null);
  const wanted = useMemo(() => {
    const orders = { rowOrder, columnOrder, measure };
    return exploration && { exploration, orders, tiles: tilesOf(explorer, exploration, orders) };
  }, [explorer, exploration, rowOrder, columnOrder, measure]);
  useTiles(wanted?.tiles ?? null);
  const ready = wanted && model?.tiles !== wanted.tiles ? modelOf(wanted.exploration, wanted.orders, wanted.tiles) : null;
  if (ready) setModel(ready);
  const shown = ready ?? model;
  return {
    model: shown,
    busy: wanted !== null && shown?.tiles !== wanted.tiles,
    problem: wanted?.tiles.problem ?? null,
    again: () => wanted?.tiles.again(),
  };
}

const never = () => () => {};

/** Renders again when a piece comes or fails. */
export function useTiles(tiles: MatrixTiles | null): number {
  return useSyncExternalStore(tiles?.subscribe ?? never, () => tiles?.version ?? 0);
}
