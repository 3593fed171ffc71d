import { expect, test } from 'vitest';
import { channelTile, GPU_TILES, positionTile, readBy, SOFTWARE_TILES, stripesOf } from './tiles.ts';

test('channels go to threads with as few in vain as possible, then as many together', () => {
  expect([1, 4, 8, 10, 16, 20, 32, 64].map((channels) => channelTile(channels, 5))).toEqual([1, 1, 2, 3, 4, 5, 4, 4]);
  // Seven groups: one by one, not five and two with three in vain.
  expect(channelTile(28, 5)).toBe(1);
  expect(channelTile(32, 2)).toBe(2);
  // Ten groups by four would be twelve.
  expect(channelTile(40, 4)).toBe(2);
});

test('a line goes to threads in parts as equal as can be', () => {
  expect([24, 28, 14, 7, 1].map((line) => positionTile(line, 8))).toEqual([8, 7, 7, 7, 1]);
  expect([9, 17, 25].map((line) => positionTile(line, 8))).toEqual([5, 6, 7]);
});

test('a long sum has enough stripes, none of them too long, none too short to be worth it', () => {
  expect(stripesOf(73_728, 20, SOFTWARE_TILES)).toBe(288);
  expect(stripesOf(5_000, 8, SOFTWARE_TILES)).toBe(313);
  expect(stripesOf(10, 1, SOFTWARE_TILES)).toBe(1);
  expect(stripesOf(17, 1, SOFTWARE_TILES)).toBe(2);
  expect(stripesOf(1_000_000, 3, SOFTWARE_TILES)).toBe(3907);
  expect(stripesOf(1_000_000, 1, GPU_TILES)).toBe(62_500);
  for (const depth of [1, 100, 1e4, 1e6]) expect(depth / stripesOf(depth, 4, SOFTWARE_TILES)).toBeLessThanOrEqual(SOFTWARE_TILES.length);
});

test('what a quad needs is read by all four threads, or a quarter by each', () => {
  expect(readBy([0, 1, 3], { quads: false })).toEqual({ head: '', scope: { j: [0, 1, 3], s: [], l: [] } });
  expect(readBy([0, 1, 3], { quads: true }).scope).toEqual({ j: [], s: [0], l: [0, 1, 2, 3] });
  expect(readBy([0, 3, 6, 9], { quads: true }).scope.s).toEqual([0, 1, 2]);
});
