import { describe, expect, it } from 'vitest';
import { splitPerClass } from './split.ts';

/** 12 images of each of 5 classes, mixed. */
const labels = Uint8Array.from({ length: 60 }, (_, k) => (k * 7) % 5);

describe('splitPerClass', () => {
  it('takes exactly n of every class, and the rest validates', () => {
    const { training, validation } = splitPerClass(labels, 5, 4, 0);
    const perClass = new Array<number>(5).fill(0);
    for (const index of training) perClass[labels[index]]++;
    expect(perClass).toEqual([4, 4, 4, 4, 4]);
    expect([...training, ...validation].sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, k) => k));
  });

  it('is ascending, so that an unshuffled run sees the order of the file', () => {
    const { training, validation } = splitPerClass(labels, 5, 4, 3);
    for (const part of [training, validation]) expect([...part]).toEqual([...part].sort((a, b) => a - b));
  });

  it('is the same for the same seed and another for another', () => {
    expect(splitPerClass(labels, 5, 4, 11)).toEqual(splitPerClass(labels, 5, 4, 11));
    expect(splitPerClass(labels, 5, 4, 12).training).not.toEqual(splitPerClass(labels, 5, 4, 11).training);
  });

  it('gives this split on every machine', () => {
    expect([...splitPerClass(labels, 5, 2, 0).training]).toEqual([4, 6, 12, 19, 30, 35, 36, 37, 48, 58]);
  });

  it('keeps its images when more are asked for', () => {
    const few = splitPerClass(labels, 5, 3, 8).training;
    const more = new Set(splitPerClass(labels, 5, 7, 8).training);
    for (const index of few) expect(more.has(index)).toBe(true);
  });

  it('takes every image equally often over many seeds', () => {
    const counts = new Array<number>(60).fill(0);
    for (let seed = 0; seed < 1200; seed++) for (const index of splitPerClass(labels, 5, 3, seed).training) counts[index]++;
    // Binomial, 1200 draws at 1/4: mean 300, standard deviation 15.
    for (const count of counts) expect(Math.abs(count - 300)).toBeLessThan(75);
  });

  it('leaves one image of each class to validate', () => {
    expect(splitPerClass(labels, 5, 11, 0).validation).toHaveLength(5);
    expect(() => splitPerClass(labels, 5, 12, 0)).toThrow('images of class 0: 12; take at most 11');
    expect(() => splitPerClass(labels, 6, 1, 0)).toThrow('images of class 5: 0');
  });

  it('refuses a label that is no class and a count that is no count', () => {
    expect(() => splitPerClass(labels, 4, 1, 0)).toThrow('label: 4 at image 2');
    expect(() => splitPerClass(labels, 5, 0, 0)).toThrow('images per class: 0');
    expect(() => splitPerClass(labels, 5, 1.5, 0)).toThrow('images per class: 1.5');
  });
});
