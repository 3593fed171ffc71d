// Norms, means and maxima of rows that lie on a device: every number is read once for its row and once for its column.
import columnStatistics from '../gpu/kernels/column_statistics.wgsl?raw';
import rowStatistics from '../gpu/kernels/row_statistics.wgsl?raw';
import type { Block } from './blocks.ts';
import type { DeviceRows } from './deviceRows.ts';
import { stripeRows, stripesOf } from './deviceSums.ts';
import type { JacobianStatistics } from './jacobian.ts';
import { emptyStatistics, finished, keepLarger, type Sums } from './statistics.ts';

/** Numbers that a thread leaves of a row, and of a column. */
const OF_ROW = 3;
const OF_COLUMN = 5;

export async function deviceStatistics(rows: DeviceRows, blocks: readonly Block[]): Promise<JacobianStatistics> {
  const sums = emptyStatistics(rows.parts.rows, rows.parts.columns);
  await addRows(rows, blocks, sums);
  for (const block of blocks) await addColumns(rows, block, sums);
  return finished(sums);
}

async function addRows(rows: DeviceRows, blocks: readonly Block[], sums: Sums): Promise<void> {
  const { offsets, counts, total } = stripesOf(blocks);
  const found = await rows.readOut('statistics of rows', OF_ROW * total * rows.parts.rows, (slab, output) =>
    blocks.map((block, b) => ({
      ...rows.kernel(rowStatistics, block, { STRIPES: total, STRIPE_OFFSET: offsets[b] }, [slab.buffer, output]),
      threads: (_first, count) => count * counts[b],
    })),
  );
  const columns = new Uint32Array(found.buffer);
  for (let at = 0; at < found.length; at += OF_ROW) {
    const r = Math.floor(at / (OF_ROW * total));
    sums.rowSquares[r] += found[at];
    keepLarger(sums.rowMaxima, r, found[at + 1], columns[at + 2] - 1);
  }
}

async function addColumns(rows: DeviceRows, block: Block, sums: Sums): Promise<void> {
  for (const slab of rows.parts.slabs) {
    const each = stripeRows(block, slab.count, OF_COLUMN);
    const threads = Math.ceil(slab.count / each) * block.size;
    const found = await rows.readOut('statistics of columns', OF_COLUMN * threads, (only, output) =>
      only === slab ? [{ ...rows.kernel(columnStatistics, block, { STRIPE_ROWS: each }, [slab.buffer, output]), threads: () => threads }] : [],
    );
    const places = new Uint32Array(found.buffer);
    for (let thread = 0; thread < threads; thread++) {
      const p = block.start + (thread % block.size);
      const at = OF_COLUMN * thread;
      sums.columnSums[p] += found[at];
      sums.columnMagnitudes[p] += found[at + 1];
      sums.columnSquares[p] += found[at + 2];
      keepLarger(sums.columnMaxima, p, found[at + 3], places[at + 4] - 1);
    }
  }
}
