// The orders in which rows and columns of the whole matrix can lie. Pure.
import type { BlockInfo, ColumnOrder, MatrixOrder, MatrixOrderRequest, RowOrder } from '../../protocol.ts';
import type { Desk } from './desk.ts';

/** The place of every row of a layer [H, W, C]; `position` leaves them where they are. */
export function rowPlaces([H, W, C]: readonly [number, number, number], order: RowOrder): Int32Array {
  const places = new Int32Array(H * W * C);
  for (let r = 0; r < places.length; r++) places[r] = order === 'position' ? r : (r % C) * H * W + Math.floor(r / C);
  return places;
}

/** Output channels of a block's parameter, which run fastest in it: of a depthwise kernel its last two axes together. */
export function outputsOf({ parameter, shape, structure, channels }: BlockInfo): number {
  if (structure === 'channel') return channels;
  return parameter.endsWith('depthwise_kernel') ? shape[shape.length - 2] * shape[shape.length - 1] : shape[shape.length - 1];
}

/** The place of every column; by channel, the layers stay in their order, and within one the numbers of an output channel lie together. */
export function columnPlaces(blocks: readonly BlockInfo[], order: ColumnOrder): Int32Array {
  const columns = blocks.reduce((sum, { size }) => sum + size, 0);
  const places = Int32Array.from({ length: columns }, (_, p) => p);
  if (order === 'layer') return places;
  let place = 0;
  for (const layer of new Set(blocks.map((block) => block.layer))) {
    const own = blocks.filter((block) => block.layer === layer);
    const channels = Math.max(...own.map(outputsOf));
    for (let c = 0; c < channels; c++)
      for (const block of own) for (let local = c; local < block.size && c < outputsOf(block); local += outputsOf(block)) places[block.start + local] = place++;
  }
  return places;
}

function channelOf(blocks: readonly BlockInfo[], columns: number): Int32Array {
  const channels = new Int32Array(columns);
  for (const block of blocks) {
    const outputs = outputsOf(block);
    for (let local = 0; local < block.size; local++) channels[block.start + local] = local % outputs;
  }
  return channels;
}

/** What lies at every place: the inverse of the places. */
export function inverse(places: Int32Array): Int32Array {
  const at = new Int32Array(places.length);
  places.forEach((place, index) => (at[place] = index));
  return at;
}

export async function matrixOrder(request: MatrixOrderRequest, desk: Desk): Promise<MatrixOrder> {
  const { layer, blocks } = desk.explored(request.explorationId).parts.exploration;
  const columns = columnPlaces(blocks, request.columnOrder);
  return { ...request, rowAt: inverse(rowPlaces(layer.shape, request.rowOrder)), columnAt: inverse(columns), channelOf: channelOf(blocks, columns.length) };
}
