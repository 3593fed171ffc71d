import { expect, test } from 'vitest';
import { luminance } from './luminance.ts';

test('red, green and blue weigh 0.299, 0.587 and 0.114', () => {
  const grey = luminance(Uint8ClampedArray.of(255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255));
  [76.245, 149.685, 29.07].forEach((value, k) => expect(grey[k]).toBeCloseTo(value, 4));
});

test('every grey stays the byte that it is', () => {
  const all = Uint8ClampedArray.from({ length: 1024 }, (_, k) => (k % 4 === 3 ? 255 : Math.floor(k / 4)));
  expect([...luminance(all)].map(Math.round)).toEqual(Array.from({ length: 256 }, (_, k) => k));
});

test('what is transparent is white, and half of it half', () => {
  const grey = luminance(Uint8ClampedArray.of(0, 0, 0, 0, 0, 0, 0, 51));
  expect(grey[0]).toBe(255);
  expect(grey[1]).toBeCloseTo(204, 4);
});
