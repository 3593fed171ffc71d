// The orders in which rows and columns of the whole matrix can lie: for every row or column its place. Pure.
import type { BlockInfo, ColumnOrder, RowOrder } from '../../protocol.ts';

/** The place of every row of a layer [H, W, C]; `position` leaves them where they are. */
export function rowPlaces([H, W, C]: readonly [number, number, number], order: RowOrder): Int32Array {
  const places = new Int32Array(H * W * C);
  for (let r = 0; r < places.length; r++) places[r] = order === 'position' ? r : (r % C) * H * W + Math.floor(r / C);
  return places;
}

/** The place of every column; by channel, the layers stay in their order, and within one the numbers of a channel lie together. */
export function columnPlaces(blocks: readonly BlockInfo[], order: ColumnOrder): Int32Array {
  const columns = blocks.reduce((sum, { size }) => sum + size, 0);
  const places = Int32Array.from({ length: columns }, (_, p) => p);
  if (order === 'layer') return places;
  let place = 0;
  for (const layer of new Set(blocks.map((block) => block.layer))) {
    const own = blocks.filter((block) => block.layer === layer);
    const channels = Math.max(...own.map((block) => block.channels));
    for (let c = 0; c < channels; c++)
      for (const block of own) for (let local = c; local < block.size && c < block.channels; local += block.channels) places[block.start + local] = place++;
  }
  return places;
}
