import { expect, test } from 'vitest';
import { affordable, ranked, roundDown } from './rank.ts';

test('largest and smallest first, equals in order, only those wanted', () => {
  const values = [3, 1, 4, 1, 5];
  expect(ranked(values, 3)).toEqual([4, 2, 0]);
  expect(ranked(values, 3, -1)).toEqual([1, 3, 0]);
  expect(ranked(values, 9, -1, (k) => values[k] > 1)).toEqual([0, 2, 4]);
});

test('round numbers below', () => {
  expect([0.2, 1, 1.9, 2, 4.9, 5, 99, 100, 1000, 2500].map(roundDown)).toEqual([1, 1, 1, 2, 2, 5, 50, 100, 1000, 2000]);
});

test('a few seconds’ worth of images', () => {
  expect(affordable(0.006)).toBe(200);
  expect(affordable(3)).toBe(10);
  expect(affordable(1e-6)).toBe(1000);
});
