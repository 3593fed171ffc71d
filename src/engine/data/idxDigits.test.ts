import { expect, test } from 'vitest';
import { idx } from '../testing/imageFiles.ts';
import { parseIdx } from './idx.ts';
import { idxDigits } from './idxDigits.ts';

const counting = (count: number) => Uint8Array.from({ length: count }, (_, k) => k % 251);
const images = (name: string, N: number, H = 6, W = 5) => ({ name, idx: parseIdx(idx([N, H, W], counting(N * H * W))) });
const labels = (name: string, ...values: number[]) => ({ name, idx: parseIdx(idx([values.length], values)) });

test('a pair is found by what is in it; labels are renumbered and keep their names', () => {
  const { digits, leftOut, notes } = idxDigits([labels('first', 7, 3, 7, 200, 3, 200), images('second', 6)]);
  expect(digits).toMatchObject({ count: 6, height: 6, width: 5, classes: 3, names: ['3', '7', '200'], labels: Uint8Array.of(1, 0, 1, 2, 0, 2) });
  expect(digits.images).toEqual(counting(180));
  expect([leftOut, notes]).toEqual([[], []]);
});

test('several pairs are put together, the largest first', () => {
  const { digits, notes } = idxDigits([images('t10k', 2), labels('t10k labels', 0, 1), images('train', 4), labels('train labels', 1, 0, 1, 0)]);
  expect([...digits.labels]).toEqual([1, 0, 1, 0, 0, 1]);
  expect([...digits.images.subarray(0, 120)]).toEqual([...counting(120)]);
  expect([...digits.images.subarray(120)]).toEqual([...counting(60)]);
  expect(notes).toEqual(['2 pairs of files were put one after another: train, t10k.']);
});

test('images of a class of one are left out, and the class is named', () => {
  const { digits, leftOut } = idxDigits([images('images', 5), labels('labels', 4, 9, 4, 1, 1)]);
  expect(digits).toMatchObject({ count: 4, names: ['1', '4'], labels: Uint8Array.of(1, 1, 0, 0) });
  expect([...digits.images]).toEqual([...counting(150)].filter((_, k) => Math.floor(k / 30) !== 1));
  expect(leftOut).toEqual([{ name: 'label 9', reason: 'one image only: a class needs two, one to train on and one to validate on' }]);
});

test('files without a partner, of another size or of other dimensions are named, the rest is used', () => {
  const cube = { name: 'cube', idx: parseIdx(idx([2, 2, 2, 2], new Uint8Array(16))) };
  const { digits, leftOut } = idxDigits([images('a', 4), labels('b', 0, 1, 0, 1), images('c', 3), cube, images('d', 2, 7, 7), labels('e', 0, 1)]);
  expect(digits.count).toBe(4);
  expect(leftOut).toEqual([
    { name: 'c', reason: '3 images without a file of as many labels' },
    { name: 'cube', reason: '4 dimensions; images have 3 (count, height, width), labels 1' },
    { name: 'd', reason: 'of another size than a, which is 6 × 5' },
    { name: 'e', reason: 'of another size than a, which is 6 × 5' },
  ]);
});

test('nothing is guessed: two files of as many images are not paired', () => {
  expect(() => idxDigits([images('a', 4), images('b', 4), labels('c', 0, 1, 0, 1)])).toThrow(/^IDX files: no pair of images and labels \(a: not the only file of 4 entries/);
  expect(() => idxDigits([images('a', 4)])).toThrow('IDX files: no pair of images and labels (a: 4 images without a file of as many labels); give both files of a set');
});

test('sizes from 5 × 5 to 64 × 64, and more than one class', () => {
  const four = labels('labels', 0, 1, 0, 1);
  expect(idxDigits([images('images', 4, 64, 64), four]).digits.height).toBe(64);
  expect(() => idxDigits([images('images', 4, 65, 64), four])).toThrow('image size: 65 × 64; give images from 5 × 5 to 64 × 64');
  expect(() => idxDigits([images('images', 4), labels('labels', 3, 3, 3, 3)])).toThrow(/^classes: one class only, 3;/);
});
