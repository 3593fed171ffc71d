import { expect, test } from 'vitest';
import { validatesAfter, validationsLeft } from './schedule.ts';

test('a validation follows every so many iterations, but the last one waits for the statistics', () => {
  expect([1, 2, 3, 4, 5, 6].map((t) => validatesAfter(t, 6, 2))).toEqual([false, true, false, true, false, false]);
});

test.each([
  [6, 2], [7, 2], [12, 30], [30, 30], [31, 30], [1, 1],
])('of %i iterations, validated every %i, those left count down to one', (iterations, every) => {
  for (let t = 0; t <= iterations; t++) {
    let due = 1;
    for (let later = t + 1; later <= iterations; later++) if (validatesAfter(later, iterations, every)) due++;
    expect(validationsLeft(t, iterations, every)).toBe(due);
  }
});
