import { expect, test } from 'vitest';
import { compareRows } from './check.ts';

test('the worst entry is relative to the largest of the row', () => {
  expect(compareRows([1, -7.5, 2], [1, -8, 2.25])).toEqual({ worst: 0.5 / 8, column: 1, engine: -7.5, other: -8 });
  expect(compareRows([0, 0.5], [0, 0])).toEqual({ worst: 0.5, column: 1, engine: 0.5, other: 0 });
  expect(compareRows([3], [3]).worst).toBe(0);
});

test('a number that is not one is never a match', () => {
  expect(compareRows([1, NaN, 5], [1, 2, 9])).toMatchObject({ worst: NaN, column: 1 });
  expect(() => compareRows([1], [1, 2])).toThrow('row: 1 numbers against 2');
});
