import { expect, test, vi } from 'vitest';
import { remembered } from './remembered.ts';
import type { ExportedJacobian, ExportedStream } from './source.ts';

/** Three parts, and how often one has been computed. */
function parts(partBytes: number) {
  const compute = vi.fn<(firstRow: number) => ExportedJacobian>((firstRow) => ({ columns: firstRow, toHost: async () => ({ columns: 100 + firstRow }) }) as ExportedJacobian);
  const stream: ExportedStream = {
    rows: 3, columns: 1, outputShape: [3, 1, 1, 1], firstRow: 0, blocks: [], parts: 3, partBytes,
    async *[Symbol.asyncIterator]() {
      for (const firstRow of [0, 1, 2]) yield { firstRow, rows: 1, jacobian: compute(firstRow) };
    },
  };
  return { stream, compute };
}

async function gone(stream: ExportedStream): Promise<number[]> {
  const columns: number[] = [];
  for await (const { jacobian } of stream) columns.push(jacobian.columns);
  return columns;
}

test('parts that fit together are computed once, and kept as they are on the host', async () => {
  const { stream, compute } = parts(10);
  const kept = remembered(stream, 30);
  for await (const { firstRow } of kept) if (firstRow === 1) break;
  expect(await gone(kept)).toEqual([100, 101, 102]);
  expect(await gone(kept)).toEqual([100, 101, 102]);
  // Two before it was left, then all three.
  expect(compute).toHaveBeenCalledTimes(5);
});

test('parts that do not are computed each time', async () => {
  const { stream, compute } = parts(11);
  expect(remembered(stream, 30)).toBe(stream);
  await gone(remembered(stream, 30));
  await gone(remembered(stream, 30));
  expect(compute).toHaveBeenCalledTimes(6);
});
