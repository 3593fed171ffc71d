import { describe, expect, it } from 'vitest';
import { GPU_TILES, SOFTWARE_TILES } from '../gpu/tiles.ts';
import { numbersOfThread, positionsOf, shareOf } from './chainCrossing.ts';

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

describe('how a crossing is shared out', () => {
  const threads = (count: number, positions: number, { numbers, split }: { numbers: number; split: number }) => positions * Math.ceil(count / numbers) * split;

  it('leaves a processor its full threads', () => {
    for (const positions of [1, 49, 10_000]) expect(shareOf(96, positions, 32, 8, { ...SOFTWARE_TILES, quads: true })).toEqual({ numbers: 8, split: 1 });
  });

  it('gives groups of rows to threads of their own on a GPU, then numbers, until there are threads enough', () => {
    // 12 threads a position: 588, four times as many with groups apart, eight with a number each.
    expect(shareOf(96, 49, 32, 8, GPU_TILES)).toEqual({ numbers: 1, split: 4 });
    expect(shareOf(96, 392, 32, 8, GPU_TILES)).toEqual({ numbers: 4, split: 4 });
    for (const positions of [1, 49, 392, 5_000, 100_000]) {
      const share = shareOf(96, positions, 32, 8, GPU_TILES);
      expect(threads(96, positions, share) >= GPU_TILES.fill || (share.numbers === 1 && share.split === 4)).toBe(true);
    }
    expect(shareOf(96, 100_000, 32, 8, GPU_TILES)).toEqual({ numbers: 8, split: 1 });
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
