// Sums over images of rows that lie on a device: what is read back is of one image's size, however many there are.
import columnMagnitudes from '../gpu/kernels/column_magnitudes.wgsl?raw';
import columnStripes from '../gpu/kernels/column_stripes.wgsl?raw';
import unitStatistics from '../gpu/kernels/unit_statistics.wgsl?raw';
import type { Block } from './blocks.ts';
import type { DeviceRows } from './deviceRows.ts';
import { stripeRows, stripesOf } from './deviceSums.ts';
import { emptyUnitSums, type UnitSums } from './unitSums.ts';

/** Numbers that a thread leaves of a unit. */
const OF_UNIT = 2;

export async function deviceUnitSums(rows: DeviceRows, blocks: readonly Block[]): Promise<UnitSums> {
  const { outputShape: [, H, W, C], columns } = rows.parts;
  const sums = emptyUnitSums(H * W * C, columns);
  await Promise.all([addUnits(rows, blocks, sums), ...blocks.map((block) => addColumns(rows, block, sums))]);
  return sums;
}

async function addUnits(rows: DeviceRows, blocks: readonly Block[], { unitMagnitudes, unitSquares }: UnitSums): Promise<void> {
  const { offsets, counts, total } = stripesOf(blocks);
  const units = unitMagnitudes.length;
  const found = await rows.readOut('sums of units', OF_UNIT * total * units, (slab, output) =>
    blocks.map((block, b) => ({
      ...rows.kernel(unitStatistics, block, { UNITS: units, STRIPES: total, STRIPE_OFFSET: offsets[b] }, [slab.buffer, output]),
      threads: () => units * counts[b],
    })),
  );
  for (let at = 0; at < found.length; at += OF_UNIT) {
    const unit = Math.floor(at / (OF_UNIT * total));
    unitMagnitudes[unit] += found[at];
    unitSquares[unit] += found[at + 1];
  }
}

async function addColumns(rows: DeviceRows, block: Block, { columnMagnitudes: sums }: UnitSums): Promise<void> {
  const each = Math.max(...rows.parts.slabs.map(({ count }) => stripeRows(block, count, 1)));
  const stripes = Math.max(...rows.parts.slabs.map(({ count }) => Math.ceil(count / each)));
  const found = await rows.readOut('sums of columns', stripes * block.size, (slab, output) => [
    { ...rows.kernel(columnStripes + columnMagnitudes, block, { STRIPE_ROWS: each }, [slab.buffer, output]), threads: () => Math.ceil(slab.count / each) * block.size },
  ]);
  for (let thread = 0; thread < found.length; thread++) sums[block.start + (thread % block.size)] += found[thread];
}
