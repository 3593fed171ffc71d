import { expect, test } from 'vitest';
import type { BlockInfo, MatrixOrder } from '../../../engine/protocol.ts';
import { columnAxis, rowAxis, unitOf } from './axes.ts';

const blocks: BlockInfo[] = [
  { parameter: 'conv1/kernel', layer: 'conv1', shape: [1, 2, 1, 2], start: 0, size: 4, structure: 'channel', channels: 2 },
  { parameter: 'conv1/bias', layer: 'conv1', shape: [2], start: 4, size: 2, structure: 'channel', channels: 2 },
  { parameter: 'bn1/gamma', layer: 'bn1', shape: [2], start: 6, size: 2, structure: 'channel', channels: 2 },
];
const order = (columnAt: number[]): MatrixOrder => ({
  explorationId: 1, rowOrder: 'channel', columnOrder: columnAt[1] === 1 ? 'layer' : 'channel',
  rowAt: Int32Array.of(0, 2, 4, 6, 1, 3, 5, 7), columnAt: Int32Array.from(columnAt), channelOf: Int32Array.of(0, 1, 0, 1, 0, 1, 0, 1),
});

test('rows by channel: maps, their rows, units', () => {
  const { levels, name } = rowAxis({ name: 'relu1', shape: [2, 2, 2], vector: false }, 'channel', order([0, 2, 4, 1, 3, 5, 6, 7]));
  expect(levels.map(({ groups }) => groups)).toEqual([2, 4, 8]);
  expect(levels.map((level) => level.names(level.find(6))[0])).toEqual(['map 1', 'map 1, row 1', 'map 1 (1, 0)']);
  expect(name(6)).toBe('Map 1, row 1, column 0');
  expect(unitOf(5, [2, 2, 2])).toEqual({ i: 1, j: 0, c: 1 });
});

test('columns as stored: arrays and their numbers', () => {
  const { levels, name } = columnAxis(blocks, order([0, 1, 2, 3, 4, 5, 6, 7]));
  expect(levels[0].names(levels[0].find(5))).toEqual(['conv1/bias', 'bias']);
  expect(levels[1].names(3)).toEqual(['0,1,0,1']);
  expect(name(3)).toBe('conv1/kernel[0,1,0,1]');
});

test('columns by channel: layers, their channels, numbers', () => {
  const { levels, name } = columnAxis(blocks, order([0, 2, 4, 1, 3, 5, 6, 7]));
  expect(Array.from({ length: levels[0].groups }, (_, k) => levels[0].names(k)[1])).toEqual(['conv1', 'bn1']);
  expect(Array.from({ length: levels[1].groups }, (_, k) => [levels[1].start(k), levels[1].names(k)[0]])).toEqual([[0, 'channel 0'], [3, 'channel 1'], [6, 'channel 0'], [7, 'channel 1']]);
  expect(name(2)).toBe('conv1/bias[0]');
});
