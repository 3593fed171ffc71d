import { expect, test } from 'vitest';
import { kernelIndex } from './order.ts';
import { curveTable, kernelTable, listTable, mapsTable } from './tables.ts';

const lines = ({ rows }: { rows: () => Iterable<readonly unknown[]> }) => [...rows()];

test('every number of a map with its place', () => {
  const values = Float32Array.from({ length: 2 * 3 * 4 }, (_, k) => k);
  const table = lines(mapsTable(values, [2, 3, 4], 'h'));
  expect(table).toHaveLength(24);
  for (const [c, i, j, value] of table as number[][]) expect(value).toBe(values[(i * 3 + j) * 4 + c]);
});

test('every number of a kernel with its place, or those of one output channel', () => {
  const shape = [3, 2, 4, 5] as const;
  const values = Float32Array.from({ length: 120 }, (_, k) => k);
  const table = lines(kernelTable(values, shape, 'w'));
  expect(new Set(table.map((line) => line[4])).size).toBe(120);
  for (const [co, ci, a, b, value] of table as number[][]) expect(value).toBe(kernelIndex(shape, a, b, ci, co));
  expect(lines(kernelTable(values, shape, 'w', 2)).every(([co]) => co === 2)).toBe(true);
});

test('a list with its notes, and a curve where not all was measured', () => {
  expect(lines(listTable([1, 2], ['name', 'value', 'note'], (k) => `n${k}`, (k) => (k === 1 ? 'largest' : '')))).toEqual([['n0', 1, ''], ['n1', 2, 'largest']]);
  const point = (iteration: number) => ({ iteration, accuracy: 0.5, loss: 1 });
  expect(lines(curveTable({ training: [point(1), point(2)], validation: [point(0), point(2)] }))).toEqual([[0, null, null, 0.5, 1], [1, 0.5, 1, null, null], [2, 0.5, 1, 0.5, 1]]);
});
