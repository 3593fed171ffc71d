import { expect, test } from 'vitest';
import { resample } from './resample.ts';

test('the same size is the same picture', () => {
  expect([...resample([1, 2, 3, 4, 5, 6], [1, 2, 3], [1, 2])]).toEqual([1, 2, 3, 4, 5, 6]);
});

test('twice the size, worked by hand; channels keep apart', () => {
  expect([...resample([0, 10, 8, 30], [1, 2, 2], [1, 4])]).toEqual([0, 10, 2, 15, 6, 25, 8, 30]);
  expect([...resample([0, 8], [2, 1, 1], [4, 1])]).toEqual([0, 2, 6, 8]);
});

test('half the size takes every pixel into account', () => {
  // Centres 0.5 and 2.5, triangles of half-width 2: weights ¾ ¾ ¼ of the first, ¼ ¾ ¾ of the second.
  const [left, right] = resample([4, 0, 0, 8], [1, 4, 1], [1, 2]);
  expect(left).toBeCloseTo((0.75 * 4) / 1.75, 6);
  expect(right).toBeCloseTo((0.75 * 8) / 1.75, 6);
});

test('an even picture stays even in any size', () => {
  for (const size of [1, 3, 7, 28, 64] as const) expect([...resample(new Uint8Array(25).fill(9), [5, 5, 1], [size, size])].every((value) => Math.abs(value - 9) < 1e-5)).toBe(true);
});
