// Sums along rows and columns of rows that lie on a device. Kernels add stripes in sums of sums; the host adds the stripes in float64.
import columnReduce from '../gpu/kernels/column_reduce.wgsl?raw';
import columnStripes from '../gpu/kernels/column_stripes.wgsl?raw';
import rowReduce from '../gpu/kernels/row_reduce.wgsl?raw';
import type { Block } from './blocks.ts';
import type { DeviceRows } from './deviceRows.ts';
import type { Floats } from './jacobian.ts';

/** Compact numbers of a row that one thread goes along. */
const STRIPE_NUMBERS = 512;

/** Stripes of each block, where the first of them is among all of a row, and how many a row has. */
export function stripesOf(blocks: readonly Block[]): { offsets: number[]; counts: number[]; total: number } {
  const counts = blocks.map(({ width }) => Math.ceil(width / STRIPE_NUMBERS));
  let total = 0;
  const offsets = counts.map((count) => (total += count) - count);
  return { offsets, counts, total };
}

/** Rows that one thread goes along: so many that what the stripes leave is a quarter of what they read, at most. */
export function stripeRows({ structure, channels, width, size }: Block, rows: number, numbers: number): number {
  const few = 256 * (structure === 'channel' ? channels : 4);
  const most = Math.max(1, Math.floor((rows * width) / (4 * numbers * size)));
  return Math.max(few, Math.ceil(rows / most));
}

/** Σ along each row, of squares or against v: R numbers. */
export async function alongRows(rows: DeviceRows, blocks: readonly Block[], v: Floats | null): Promise<Float32Array> {
  const R = rows.parts.rows;
  const { offsets, counts, total } = stripesOf(blocks);
  const vector = v ? Float32Array.from(v) : new Float32Array(1);
  const sums = await rows.readOut('sums along rows', R * total, (slab, output, arena) => {
    const input = arena.upload(vector, 'tangent');
    return blocks.map((block, b) => ({
      ...rows.kernel(rowReduce, block, { SQUARE: v ? 0 : 1, STRIPES: total, STRIPE_OFFSET: offsets[b] }, [slab.buffer, input, output]),
      threads: (_first, count) => count * counts[b],
    }));
  });
  return Float32Array.from({ length: R }, (_, r) => {
    let sum = 0;
    for (let s = 0; s < total; s++) sum += sums[r * total + s];
    return sum;
  });
}

/** Σ along each column of `blocks`, of squares or against u, one block's columns after another's. */
export async function alongColumns(rows: DeviceRows, blocks: readonly Block[], u: Floats | null): Promise<Float64Array> {
  const vector = u ? Float32Array.from(u) : new Float32Array(1);
  const totals = new Float64Array(blocks.reduce((length, { size }) => length + size, 0));
  for (const block of blocks)
    for (const slab of rows.parts.slabs) {
      const each = stripeRows(block, slab.count, 1);
      const threads = Math.ceil(slab.count / each) * block.size;
      const sums = await rows.readOut('sums along columns', threads, (only, output, arena) => {
        if (only !== slab) return [];
        const buffers = [slab.buffer, arena.upload(vector, 'cotangent'), output];
        return [{ ...rows.kernel(columnStripes + columnReduce, block, { SQUARE: u ? 0 : 1, STRIPE_ROWS: each }, buffers), threads: () => threads }];
      });
      const start = block.start - blocks[0].start;
      sums.forEach((sum, at) => (totals[start + (at % block.size)] += sum));
    }
  return totals;
}
