import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BlockInfo } from '../../engine/protocol.ts';
import { feels, parameterIndex, parameterName, placeOf } from './parameter.ts';

const blocks: BlockInfo[] = [
  { parameter: 'conv1/kernel', layer: 'conv1', shape: [5, 5, 1, 20], start: 0, size: 500, structure: 'channel', channels: 20 },
  { parameter: 'conv1/bias', layer: 'conv1', shape: [20], start: 500, size: 20, structure: 'channel', channels: 20 },
];

test('a column and its name are one to one', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 519 }), (index) => parameterIndex(blocks, parameterName(blocks, index)!) === index));
});

test('row-major, as TensorFlow lays kernels out', () => {
  expect(parameterName(blocks, ((2 * 5 + 3) * 1 + 0) * 20 + 7)).toBe('conv1/kernel[2,3,0,7]');
  expect(parameterName(blocks, 503)).toBe('conv1/bias[3]');
});

test.each(['conv1/kernel[5,0,0,0]', 'conv1/kernel[0,0,0]', 'conv9/kernel[0]', 'conv1/bias', 'conv1/bias[-1]', ''])('%s is no parameter', (name) =>
  expect(parameterIndex(blocks, name)).toBeNull(),
);

test('beyond the last column there is nothing', () => {
  expect(placeOf(blocks, 520)).toBeNull();
  expect(parameterName(blocks, -1)).toBeNull();
});

test('a unit feels its own channel only, unless the block belongs to all', () => {
  expect(feels(blocks[0], 47, 20 * 31 + 7)).toBe(true);
  expect(feels(blocks[0], 47, 20 * 31 + 8)).toBe(false);
  expect(feels({ ...blocks[0], structure: 'all' }, 47, 8)).toBe(true);
});
