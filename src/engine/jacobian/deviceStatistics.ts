// What norms, means and maxima of rows that lie on a device are made of. Every number is read once, for its row and its column
// together; once for each where a column is another number of every row.
import columnStatistics from '../gpu/kernels/column_statistics.wgsl?raw';
import columnStripes from '../gpu/kernels/column_stripes.wgsl?raw';
import rowStatistics from '../gpu/kernels/row_statistics.wgsl?raw';
import stripeStatistics from '../gpu/kernels/stripe_statistics.wgsl?raw';
import tileStatistics from '../gpu/kernels/tile_statistics.wgsl?raw';
import type { Block } from './blocks.ts';
import type { DeviceRows } from './deviceRows.ts';
import { stripeRows, stripesOf } from './deviceSums.ts';
import { keepLarger, type Sums } from './statistics.ts';

/** Numbers that a thread leaves of a row, of a column, and of a column in one stripe. */
const OF_ROW = 3;
const OF_COLUMN = 5;
const OF_STRIPE = 4;

/** Numbers of a row that a thread holds at most, and how many rows it goes down: as many as a plain sum adds exactly enough. */
const TILE_NUMBERS = 32;
const TILE_ROWS = 64;

/** Adds to `sums`, from row `firstRow` on. */
export async function addDeviceStatistics(rows: DeviceRows, blocks: readonly Block[], sums: Sums, firstRow: number): Promise<void> {
  const windows = blocks.filter(({ structure }) => structure === 'window');
  const fixed = blocks.filter(({ structure }) => structure !== 'window');
  if (fixed.length > 0) await addTiles(rows, fixed, sums, firstRow);
  if (windows.length > 0) await addRows(rows, windows, sums, firstRow);
  for (const block of windows) await addColumns(rows, block, sums, firstRow);
}

interface Tiling {
  /** Tiles of a row, and fours of numbers in one. */
  readonly tiles: number;
  readonly quads: number;
  /** Of how many kinds rows are by the columns that they feed, and how many of all kinds make a stripe. */
  readonly lanes: number;
  readonly stripe: number;
}

function tilingOf({ structure, width, channels }: Block): Tiling {
  const tiles = Math.ceil(width / TILE_NUMBERS);
  const lanes = structure === 'channel' ? channels : 1;
  return { tiles, quads: Math.ceil(width / tiles / 4), lanes, stripe: TILE_ROWS * lanes };
}

async function addTiles(rows: DeviceRows, blocks: readonly Block[], sums: Sums, firstRow: number): Promise<void> {
  const { slabs, columns } = rows.parts;
  const tilings = blocks.map(tilingOf);
  const total = tilings.reduce((count, { tiles }) => count + tiles, 0);
  const largest = Math.max(...slabs.map(({ count }) => count));
  // One slab after another uses them.
  let stripes: readonly GPUBuffer[] | null = null;
  const [ofRows, ofColumns] = await rows.readOuts('statistics', [OF_ROW * total * rows.parts.rows, OF_COLUMN * columns], (slab, [toRows, toColumns], arena) => {
    const held = (stripes ??= blocks.map((block, b) => arena.scratch(OF_STRIPE * Math.ceil(largest / tilings[b].stripe) * block.size, 'stripes')));
    let before = 0;
    return blocks.flatMap((block, b) => {
      const { tiles, quads, lanes, stripe } = tilings[b];
      const constants = { QUADS: quads, TILES: total, TILE_OFFSET: before, STRIPE_ROWS: stripe };
      before += tiles;
      return [
        { ...rows.kernel(tileStatistics, block, constants, [slab.buffer, toRows, held[b]]), threads: (_first: number, count: number) => Math.ceil(count / stripe) * lanes * tiles },
        { ...rows.kernel(stripeStatistics, block, { STRIPE_ROWS: stripe }, [slab.buffer, held[b], toColumns]), threads: () => block.size },
      ];
    });
  });
  keepRows(ofRows, total, sums, firstRow, rows.parts.rows);
  for (const { start, size } of blocks) keepColumns(ofColumns.subarray(OF_COLUMN * start, OF_COLUMN * (start + size)), start, size, sums, firstRow);
}

async function addRows(rows: DeviceRows, blocks: readonly Block[], sums: Sums, firstRow: number): Promise<void> {
  const { offsets, counts, total } = stripesOf(blocks);
  const found = await rows.readOut('statistics of rows', OF_ROW * total * rows.parts.rows, (slab, output) =>
    blocks.map((block, b) => ({
      ...rows.kernel(rowStatistics, block, { STRIPES: total, STRIPE_OFFSET: offsets[b] }, [slab.buffer, output]),
      threads: (_first, count) => count * counts[b],
    })),
  );
  keepRows(found, total, sums, firstRow, rows.parts.rows);
}

async function addColumns(rows: DeviceRows, block: Block, sums: Sums, firstRow: number): Promise<void> {
  for (const slab of rows.parts.slabs) {
    const each = stripeRows(block, slab.count, OF_COLUMN);
    const threads = Math.ceil(slab.count / each) * block.size;
    const found = await rows.readOut('statistics of columns', OF_COLUMN * threads, (only, output) =>
      only === slab ? [{ ...rows.kernel(columnStripes + columnStatistics, block, { STRIPE_ROWS: each }, [slab.buffer, output]), threads: () => threads }] : [],
    );
    keepColumns(found, block.start, block.size, sums, firstRow);
  }
}

/** What `threads` threads have left of each of `count` rows. */
function keepRows(found: Float32Array, threads: number, { rowSquares, rowMaxima }: Sums, firstRow: number, count: number): void {
  const columns = new Uint32Array(found.buffer);
  const { values, where } = rowMaxima;
  for (let row = firstRow, at = 0; row < firstRow + count; row++)
    for (let thread = 0; thread < threads; thread++, at += OF_ROW) {
      rowSquares[row] += found[at];
      // As keepLarger does, for millions.
      if (Math.abs(found[at + 1]) > Math.abs(values[row])) {
        values[row] = found[at + 1];
        where[row] = columns[at + 2] - 1;
      }
    }
}

/** What threads have left of the `size` columns from `start` on, time and again. */
function keepColumns(found: Float32Array, start: number, size: number, sums: Sums, firstRow: number): void {
  const rows = new Uint32Array(found.buffer, found.byteOffset);
  for (let at = 0; at < found.length; at += OF_COLUMN) {
    const p = start + ((at / OF_COLUMN) % size);
    sums.columnSums[p] += found[at];
    sums.columnMagnitudes[p] += found[at + 1];
    sums.columnSquares[p] += found[at + 2];
    keepLarger(sums.columnMaxima, p, found[at + 3], firstRow + rows[at + 4] - 1);
  }
}
