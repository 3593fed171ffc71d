// The block structure of a Jacobian: which column each compact number of a row belongs to. Pure; shared by host and device results.
import type { BlockInfo } from '../protocol.ts';
import { channelsOf, placeOf, type Window } from '../layers/window.ts';

/** A block as it lies in a compact row. */
export interface Block extends BlockInfo {
  /** First compact number within the row, and how many. */
  readonly offset: number;
  readonly width: number;
  /** `window`: where the numbers of a row lie on the images. */
  readonly window: Window | null;
  /** `window`: which of the images that the columns run over is the first that the rows are of. */
  readonly firstImage: number;
}

/** The column within its block of compact number k of row r; −1 where a window sticks out of the image. */
export function columnOf(block: Block, r: number, k: number): number {
  if (block.structure === 'all') return k;
  if (block.structure === 'channel') return k * block.channels + (r % block.channels);
  const window = block.window!;
  const [H, W, C] = window.map;
  const alive = channelsOf(window);
  const place = placeOf(window, r);
  const x = place.left + (Math.floor(k / alive) % window.size[1]);
  const y = place.top + (Math.floor(k / (alive * window.size[1])) % window.size[0]);
  if (x < 0 || x >= W || y < 0 || y >= H) return -1;
  const n = block.firstImage + place.image + Math.floor(k / (alive * window.size[1] * window.size[0]));
  return ((n * H + y) * W + x) * C + (window.channels === 'own' ? place.channel : k % alive);
}

/** The compact number of row r that is column `local` of the block; −1 where it is zero by structure. */
export function compactOf(block: Block, r: number, local: number): number {
  if (block.structure === 'all') return local;
  if (block.structure === 'channel') return local % block.channels === r % block.channels ? Math.floor(local / block.channels) : -1;
  const window = block.window!;
  const [H, W, C] = window.map;
  const place = placeOf(window, r);
  const c = local % C;
  const x = (Math.floor(local / C) % W) - place.left;
  const y = (Math.floor(local / (C * W)) % H) - place.top;
  const n = Math.floor(local / (C * W * H)) - block.firstImage - place.image;
  const [h, w] = window.size;
  if (x < 0 || x >= w || y < 0 || y >= h || n < 0 || n >= window.images) return -1;
  if (window.channels === 'own') return c === place.channel ? (n * h + y) * w + x : -1;
  return ((n * h + y) * w + x) * C + c;
}

/** The columns of a block's compact numbers: a line for all rows, one a channel, or one a row. */
export function columnLines(block: Block, firstRow: number, rows: number): { lines: number; columns: Int32Array } {
  const { structure, width, channels } = block;
  const lines = structure === 'all' ? 1 : structure === 'channel' ? channels : rows;
  const first = structure === 'window' ? firstRow : 0;
  return { lines, columns: Int32Array.from({ length: lines * width }, (_, at) => columnOf(block, first + Math.floor(at / width), at % width)) };
}

/** The block that holds column p, and p within it. */
export function blockAt(blocks: readonly Block[], p: number): { block: Block; local: number } {
  const block = blocks.find(({ start, size }) => p >= start && p < start + size);
  if (!block) throw new Error(`column: ${p} is not one of the Jacobian's columns; choose 0 to ${columnsOf(blocks) - 1}`);
  return { block, local: p - block.start };
}

export function blockNamed(blocks: readonly Block[], parameter: string): Block {
  const block = blocks.find((candidate) => candidate.parameter === parameter);
  if (!block) throw new Error(`parameter: ${parameter} is not in this Jacobian; choose one of ${blocks.map((b) => b.parameter).join(', ')}`);
  return block;
}

export function columnsOf(blocks: readonly Block[]): number {
  return blocks.reduce((total, block) => total + block.size, 0);
}


/**
 * Neighbouring blocks of one structure read as one: `channel` blocks of C channels laid end to end are a single
 * `channel` block, and so are `all` blocks. Fewer, larger kernels read them out.
 */
export function joined(blocks: readonly Block[]): Block[] {
  const runs: Block[] = [];
  for (const block of blocks) {
    const last = runs.at(-1);
    const follows =
      last && last.structure === block.structure && block.structure !== 'window' && last.channels === block.channels &&
      last.offset + last.width === block.offset && last.start + last.size === block.start;
    if (follows) runs[runs.length - 1] = { ...last, width: last.width + block.width, size: last.size + block.size };
    else runs.push(block);
  }
  return runs;
}
