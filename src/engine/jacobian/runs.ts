// The numbers of one compact row as runs of evenly spaced columns: what goes through a whole Jacobian need not ask for each column. Pure.
import { channelsOf, placeOf } from '../layers/window.ts';
import type { Block } from './blocks.ts';

/** Numbers at, at + 1, … of a row's part in a block are its columns column, column + step, …, `count` of them; none is beside the image. */
export type Run = (at: number, column: number, step: number, count: number) => void;

/** Every run of row r (counted over all images) in a block; `columnOf` says the same number by number. */
export function eachRun(block: Block, r: number, visit: Run): void {
  if (block.structure === 'all') visit(0, 0, 1, block.width);
  else if (block.structure === 'channel') visit(0, r % block.channels, block.channels, block.width);
  else eachLine(block, r, visit);
}

/** A line of the window is a run, as far as it is on the image. */
function eachLine(block: Block, r: number, visit: Run): void {
  const window = block.window!;
  const [H, W, C] = window.map;
  const [h, w] = window.size;
  const alive = channelsOf(window);
  const { image, channel, top, left } = placeOf(window, r);
  const from = Math.max(0, -left);
  const count = Math.min(w, W - left) - from;
  if (count <= 0) return;
  const own = window.channels === 'own';
  for (let n = 0; n < window.images; n++)
    for (let y = Math.max(0, -top); y < Math.min(h, H - top); y++) {
      const cell = ((block.firstImage + image + n) * H + top + y) * W + left + from;
      visit(((n * h + y) * w + from) * alive, cell * C + (own ? channel : 0), own ? C : 1, count * alive);
    }
}
