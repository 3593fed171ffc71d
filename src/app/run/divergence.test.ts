import { expect, test } from 'vitest';
import { lastGoodElsewhere, tenthOf } from './divergence.ts';

test('a tenth of the rate, without the dust of binary fractions, and never too small', () => {
  expect([10, 0.7, 0.01, 3e-7].map((rate) => tenthOf(rate, 1e-7))).toEqual([1, 0.07, 0.001, 1e-7]);
});

test('the way back leads to the last weights that work, where others are on show', () => {
  expect(lastGoodElsewhere({ moments: [0, 1, 2], moment: 1 })).toBe(2);
  expect(lastGoodElsewhere({ moments: [0, 1, 2], moment: null })).toBeNull();
});
