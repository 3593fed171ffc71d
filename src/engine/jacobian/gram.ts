// J Jᵀ between rows that lie on one device: a thread a pair of rows.
import gramSource from '../gpu/kernels/gram.wgsl?raw';
import type { Block } from './blocks.ts';
import { type DeviceRows, wholeNumbers } from './deviceRows.ts';
import type { Floats } from './jacobian.ts';

/** [chosen, otherChosen] row-major; rows counted from the first of their own Jacobian. */
export async function deviceGram(rows: DeviceRows, chosen: readonly number[], others: DeviceRows, otherChosen: readonly number[], blocks: readonly Block[], otherBlocks: readonly Block[]): Promise<Floats> {
  const list = wholeNumbers([...chosen.map((r) => rows.parts.firstRow + r), ...otherChosen.map((r) => others.parts.firstRow + r)]);
  const constants = { ROWS: chosen.length, OTHERS: otherChosen.length };
  return rows.readOut('J Jᵀ', chosen.length * otherChosen.length, (slab, output, arena) => {
    const numbers = arena.upload(list, 'chosen rows');
    return others.parts.slabs.flatMap((against) => {
      const held = arena.upload(wholeNumbers([others.parts.firstRow + against.first, against.count]), 'rows held');
      return blocks.map((block, b) => ({
        ...rows.kernel(gramSource, block, { ...constants, OTHER_FIRST_IMAGE: otherBlocks[b].firstImage }, [slab.buffer, against.buffer, numbers, held, output]),
        threads: () => chosen.length * otherChosen.length,
      }));
    });
  });
}
