import { expect, test } from 'vitest';
import type { LayerInfo } from '../../engine/protocol.ts';
import { mapUnder } from './mapUnder.ts';

const layer = (name: string, type: string, shape: number[]): LayerInfo => ({ name, type, shape, parameters: [], explorable: true, columns: 0, overBatchNorm: false });
const layers = [layer('conv', 'conv2d', [4, 5, 3]), layer('flatten', 'flatten', [60]), layer('fc1', 'dense', [7]), layer('fc2', 'dense', [2])];

test('a dense layer over a flattened map has that map, one over a vector none', () => {
  expect(mapUnder(layers, 'fc1', 60, [6, 7, 1])).toEqual([4, 5, 3]);
  expect(mapUnder(layers, 'fc2', 7, [6, 7, 1])).toBeNull();
});

test('what only goes through a vector number by number keeps its order', () => {
  const between = [...layers.slice(0, 2), layer('drop', 'dropout', [60]), ...layers.slice(2)];
  expect(mapUnder(between, 'fc1', 60, [6, 7, 1])).toEqual([4, 5, 3]);
});

test('the first dense layer looks at the picture, if it has as many numbers', () => {
  expect(mapUnder(layers.slice(1), 'fc1', 60, [10, 6, 1])).toEqual([10, 6, 1]);
  expect(mapUnder(layers.slice(2), 'fc1', 42, [6, 7, 1])).toEqual([6, 7, 1]);
  expect(mapUnder(layers.slice(2), 'fc1', 40, [6, 7, 1])).toBeNull();
});
