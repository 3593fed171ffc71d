import { describe, expect, it } from 'vitest';
import { shuffle, stream, uniform, type Purpose } from './random.ts';

const draws = (seed: number, purpose: Purpose, count = 8) => {
  const rng = stream(seed, purpose);
  return Array.from({ length: count }, () => rng.next());
};

describe('stream', () => {
  it('gives the same numbers on every machine', () => {
    expect(draws(0, 'split', 4)).toEqual([1211643979, -460226324, 1891676465, -1324548011]);
  });

  it('repeats itself for the same seed and purpose, and for no other', () => {
    expect(draws(7, 'weights')).toEqual(draws(7, 'weights'));
    const firsts = new Set<number>();
    for (let seed = 0; seed < 1000; seed++) for (const purpose of ['split', 'weights', 'shuffle'] as const) firsts.add(draws(seed, purpose, 1)[0]);
    // 3000 draws of 32 bits: a collision has a chance of 1 in 1000, three of them none.
    expect(firsts.size).toBeGreaterThan(2997);
  });

  it('is uncorrelated between neighbouring seeds and between purposes', () => {
    const correlation = (a: readonly number[], b: readonly number[]) =>
      a.reduce((sum, x, k) => sum + x * b[k], 0) / Math.sqrt(a.reduce((sum, x) => sum + x * x, 0) * b.reduce((sum, x) => sum + x * x, 0));
    const firsts = (offset: number, purpose: Purpose) => Array.from({ length: 4000 }, (_, seed) => uniform(stream(seed + offset, purpose), -1, 1));
    const plain = firsts(0, 'split');
    expect(Math.abs(correlation(plain, firsts(1, 'split')))).toBeLessThan(0.06);
    expect(Math.abs(correlation(plain, firsts(0, 'weights')))).toBeLessThan(0.06);
  });

  it.each([-1, 0.5, 2 ** 32, NaN])('refuses seed %d', (seed) => {
    expect(() => stream(seed, 'split')).toThrow(`seed: ${seed}`);
  });
});

describe('uniform', () => {
  it('fills [lo, hi) evenly', () => {
    const rng = stream(1, 'weights');
    const bins = new Array<number>(10).fill(0);
    for (let k = 0; k < 20000; k++) {
      const value = uniform(rng, -3, 2);
      expect(value >= -3 && value < 2).toBe(true);
      bins[Math.floor((value + 3) * 2)]++;
    }
    const chiSquared = bins.reduce((sum, n) => sum + (n - 2000) ** 2 / 2000, 0);
    expect(chiSquared).toBeLessThan(27.9); // 9 degrees of freedom, 0.1 %
  });

  it('never rounds up to hi', () => {
    const rng = stream(2, 'weights');
    const [lo, hi] = [1, 1 + Number.EPSILON];
    for (let k = 0; k < 100; k++) expect(uniform(rng, lo, hi)).toBe(lo);
  });

  it('uses more than 32 bits', () => {
    const rng = stream(3, 'weights');
    const values = Array.from({ length: 50 }, () => uniform(rng));
    expect(values.some((value) => !Number.isInteger(value * 2 ** 40))).toBe(true);
    expect(values.every((value) => Number.isInteger(value * 2 ** 53))).toBe(true);
  });

  it('refuses an empty interval', () => {
    expect(() => uniform(stream(0, 'weights'), 1, 1)).toThrow('interval: [1, 1)');
  });
});

describe('shuffle', () => {
  it('is a permutation, in place', () => {
    const indices = Int32Array.from({ length: 100 }, (_, k) => k);
    expect(shuffle(indices, stream(0, 'shuffle'))).toBe(indices);
    expect([...indices]).not.toEqual(Array.from({ length: 100 }, (_, k) => k));
    expect([...indices].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, k) => k));
  });

  it('gives every order of three equally often', () => {
    const rng = stream(5, 'shuffle');
    const counts = new Map<string, number>();
    for (let k = 0; k < 6000; k++) {
      const order = shuffle(Int32Array.of(0, 1, 2), rng).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    const chiSquared = [...counts.values()].reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
    expect(chiSquared).toBeLessThan(20.5); // 5 degrees of freedom, 0.1 %
  });
});
