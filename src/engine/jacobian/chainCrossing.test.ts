import { describe, expect, it } from 'vitest';
import { numbersOfThread, positionsOf } from './chainCrossing.ts';

describe('how many numbers a thread of a crossing makes', () => {
  it('fills the threads: 96 numbers by eights and 75 by tens where quads share', () => {
    expect([96, 75, 12].map((numbers) => numbersOfThread(numbers, 8, 4))).toEqual([8, 10, 3]);
  });

  it('stays within the registers of a thread that reads everything itself', () => {
    for (const numbers of [1, 7, 12, 75, 96, 1000]) {
      const made = numbersOfThread(numbers, 8, 1);
      expect(made).toBeLessThanOrEqual(Math.min(8, numbers));
      expect(Math.ceil(numbers / made) * made).toBeLessThan(1.2 * numbers + 1);
    }
  });
});

describe('positions that a chunk touches', () => {
  it('counts those that it begins or ends within', () => {
    expect(positionsOf(0, 8, 1, 4)).toBe(2);
    expect(positionsOf(3, 2, 1, 4)).toBe(2);
    expect(positionsOf(4, 1, 1, 4)).toBe(1);
    // Two images of twelve cells, three positions each.
    expect(positionsOf(1, 2, 12, 4)).toBe(6);
  });
});
