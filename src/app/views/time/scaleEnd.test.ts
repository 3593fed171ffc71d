import { expect, test } from 'vitest';
import { largestAt, momentsInWords, scaleEnd } from './scaleEnd.ts';

test('one moment far beyond all others does not decide the scale; a steady growth does', () => {
  expect(scaleEnd([861, 30, 29, 28, NaN])).toEqual({ end: 30, beyond: [0] });
  expect(scaleEnd([1, 2, 3, 4, 5, 6])).toEqual({ end: 6, beyond: [] });
  expect(scaleEnd([5])).toEqual({ end: 5, beyond: [] });
  expect(scaleEnd([0, NaN])).toEqual({ end: 0, beyond: [] });
  expect(scaleEnd([900, 800, ...Array.from({ length: 18 }, () => 10)])).toEqual({ end: 10, beyond: [0, 1] });
});

test('the largest of each moment, whatever its sign', () => {
  expect(largestAt([1, -4, NaN, -3, 2, NaN], 3)).toEqual([3, 4, NaN]);
});

test('words', () => {
  expect(momentsInWords([0])).toBe('iteration 0 goes');
  expect(momentsInWords([0, 1, 2])).toBe('iterations 0, 1 and 2 go');
  expect(momentsInWords([0, 1, 2, 3, 4])).toBe('5 moments from iteration 0 on go');
});
