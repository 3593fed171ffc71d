import { expect, test } from 'vitest';
import { GPU_TILES, SOFTWARE_TILES } from '../gpu/tiles.ts';
import { alongAxis, type Geometry } from './convolution.ts';
import { convolve } from './convolve.ts';
import { BIAS } from './epilogue.ts';

const { out, before } = alongAxis(14, 3, 1, 1, 'same');
const geometry: Geometry = { input: [14, 14, 16], output: [out, out, 32], kernel: [3, 3], strides: [1, 1], dilation: [1, 1], before: [before, before] };
const threads = (images: number, tiles = GPU_TILES) => convolve(geometry, tiles, BIAS, { images }).threads(0, images);

test('a GPU makes more threads where images are few, down to a number each, and full ones where they are many', () => {
  expect(threads(1)).toBe(14 * 14 * 32);
  expect(threads(16)).toBeGreaterThanOrEqual(GPU_TILES.fill);
  expect(threads(16)).toBeLessThan(16 * 14 * 14 * 32);
  // Two groups of channels, seven positions.
  expect(threads(1000)).toBe(1000 * 14 * 2 * 4 * 4);
});

test('a processor makes full threads always', () => {
  const each = threads(1, SOFTWARE_TILES);
  expect(threads(7, SOFTWARE_TILES)).toBe(7 * each);
});
