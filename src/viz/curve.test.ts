import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochSpans, lossCeiling, nearest, samples, smooth, smoothingWidth } from './curve.ts';

const points = (values: readonly number[]) => values.map((value, k) => ({ iteration: k + 1, value }));
const values = (list: readonly { value: number }[]): number[] => list.map(({ value }) => value);

describe('smooth', () => {
  it('leaves a straight line where it is, to its very ends', () => {
    const line = points(Array.from({ length: 40 }, (_, k) => 0.3 * k - 2));
    values(smooth(line, 4)).forEach((value, k) => expect(value).toBeCloseTo(0.3 * k - 2, 8));
  });

  it('takes most of the noise away and keeps the level', () => {
    const noisy = points(Array.from({ length: 200 }, (_, k) => 5 + (k % 2 === 0 ? 1 : -1)));
    for (const value of values(smooth(noisy, 6)).slice(20, -20)) expect(Math.abs(value - 5)).toBeLessThan(0.05);
  });

  it('passes over what is not a number, and keeps the iterations', () => {
    const result = smooth(points([1, NaN, 1, 1]), 1);
    values(result).forEach((value) => expect(value).toBeCloseTo(1, 8));
    expect(result.map(({ iteration }) => iteration)).toEqual([1, 2, 3, 4]);
    expect(smooth([], 2)).toEqual([]);
    expect(values(smooth(points([7]), 2))).toEqual([7]);
    expect(values(smooth(points([NaN]), 2))).toEqual([NaN]);
  });

  it('is gentle with short runs', () => {
    expect(smoothingWidth(12)).toBe(1);
    expect(smoothingWidth(10000)).toBe(15);
  });
});

describe('epochSpans', () => {
  it('shares the iterations out', () => {
    expect(epochSpans(4, 3, 12).map(({ start, end }) => [start, end])).toEqual([[0, 3], [3, 6], [6, 9], [9, 12]]);
    expect(epochSpans(4, 3, 4).at(-1)).toEqual({ number: 2, start: 3, end: 4 });
    expect(epochSpans(4, 0, 12)).toEqual([]);
  });
});

describe('nearest', () => {
  it('agrees with a search through all', () => {
    const lists = fc.uniqueArray(fc.nat(500), { minLength: 1, maxLength: 40 }).map((list) => list.sort((a, b) => a - b).map((iteration) => ({ iteration })));
    fc.assert(fc.property(lists, fc.double({ min: -10, max: 510, noNaN: true }), (list, iteration) => {
      const least = Math.min(...list.map((point) => Math.abs(point.iteration - iteration)));
      expect(Math.abs(list[nearest(list, iteration)].iteration - iteration)).toBe(least);
    }));
    expect(nearest([], 3)).toBe(-1);
  });
});

describe('lossCeiling', () => {
  it('does not let one spike flatten the rest', () => {
    const list = Array.from({ length: 100 }, () => 1);
    expect(lossCeiling([...list, 400])).toBeLessThan(3);
    expect(lossCeiling([0.5, 2.3])).toBeGreaterThanOrEqual(0.5);
    expect(lossCeiling([])).toBe(1);
    expect(lossCeiling([NaN, 2])).toBeGreaterThanOrEqual(2);
  });
});

describe('samples', () => {
  it('takes one measure', () => {
    expect(samples([{ iteration: 3, loss: 2, accuracy: 0.5 }], 'loss')).toEqual([{ iteration: 3, value: 2 }]);
  });
});
