// Runs against what `columnOf` says of every single number.
import { expect, test } from 'vitest';
import { type Block, columnOf } from './blocks.ts';
import { eachRun } from './runs.ts';

const base = { parameter: 'p', layer: 'l', shape: [], start: 0, size: 0, offset: 0, firstImage: 0, window: null } as const;
const rows = [4, 5, 3] as const;

const blocks: [string, Block][] = [
  ['all', { ...base, structure: 'all', channels: 3, width: 7 }],
  ['channel', { ...base, structure: 'channel', channels: 3, width: 5 }],
  ['a window that sticks out on all sides', { ...base, structure: 'window', channels: 3, width: 7 * 6 * 2, window: { rows, map: [5, 6, 2], images: 1, size: [7, 6], stride: [1, 2], origin: [-3, -2], channels: 'all' }, firstImage: 1 }],
  ['a window in the own channel', { ...base, structure: 'window', channels: 3, width: 6, window: { rows, map: [5, 6, 3], images: 1, size: [2, 3], stride: [1, 1], origin: [-1, 0], channels: 'own' } }],
  ['whole maps of two images', { ...base, structure: 'window', channels: 3, width: 2 * 30 * 2, window: { rows, map: [5, 6, 2], images: 2, size: [5, 6], stride: [0, 0], origin: [0, 0], channels: 'all' } }],
];

test.each(blocks)('%s', (_name, block) => {
  for (let r = 0; r < 120; r++) {
    const expected = Array.from({ length: block.width }, (_, k) => [k, columnOf(block, r, k)]).filter(([, column]) => column >= 0);
    const found: number[][] = [];
    eachRun(block, r, (at, column, step, count) => {
      for (let k = 0; k < count; k++) found.push([at + k, column + k * step]);
    });
    expect(found).toEqual(expected);
  }
});
