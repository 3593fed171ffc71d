import { expect, test } from 'vitest';
import type { BlockInfo, Exploration } from '../../engine/protocol.ts';
import { readParameter, readUnit, unitText } from './selectionFields.ts';

const maps: Exploration['layer'] = { name: 'relu1', shape: [24, 24, 20], vector: false };
const vector: Exploration['layer'] = { name: 'fc', shape: [1, 1, 10], vector: true };
const blocks: BlockInfo[] = [
  { parameter: 'conv1/kernel', layer: 'conv1', shape: [5, 5, 1, 20], start: 0, size: 500, structure: 'channel', channels: 20 },
  { parameter: 'conv1/bias', layer: 'conv1', shape: [20], start: 500, size: 20, structure: 'channel', channels: 20 },
];

test('a unit reads back as it is written', () => {
  expect(readUnit(unitText({ i: 10, j: 4, c: 3 }, maps), maps).value).toEqual({ i: 10, j: 4, c: 3 });
  expect(readUnit(unitText({ i: 0, j: 0, c: 9 }, vector), vector).value).toEqual({ i: 0, j: 0, c: 9 });
  expect(readUnit(' 10 4;3 ', maps).value).toEqual({ i: 10, j: 4, c: 3 });
});

test.each([
  ['24, 0, 0', maps, 'unit: 24, 0, 0 is not in relu1, which is 24×24×20. Counting begins at 0.'],
  ['1, 2', maps, 'unit: 1, 2. Give row, column and map, as 10, 4, 3.'],
  ['-1, 2, 3', maps, 'unit: -1, 2, 3. Give row, column and map, as 10, 4, 3.'],
  ['', vector, 'unit: nothing. Give one number, 0 to 9.'],
  ['10', vector, 'unit: 10 is not in fc, which is 10. Counting begins at 0.'],
])('%s is refused by name', (text, layer, problem) => {
  expect(readUnit(text, layer)).toEqual({ value: null, problem });
});

test('a parameter by its name or by its column', () => {
  expect(readParameter('conv1/kernel[2, 3, 0, 7]', blocks).value).toBe('conv1/kernel[2,3,0,7]');
  expect(readParameter('519', blocks).value).toBe('conv1/bias[19]');
  expect(readParameter('520', blocks).problem).toContain('parameter: 520. Give its column');
  expect(readParameter('conv1/kernel[5,0,0,0]', blocks).value).toBeNull();
});
