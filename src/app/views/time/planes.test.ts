import { expect, test } from 'vitest';
import type { BlockInfo, Row } from '../../../engine/protocol.ts';
import { planesOf } from './planes.ts';

const row = (values: number[], index: number) => ({ values: Float32Array.from(values), index }) as Row;
const block = (change: Partial<BlockInfo>): BlockInfo => ({ parameter: 'conv1/kernel', layer: 'conv1', shape: [2, 2, 1, 3], start: 0, size: 12, structure: 'channel', channels: 3, ...change });

test('a kernel’s own taps lie where they are in the kernel', () => {
  const planes = planesOf(block({}), { positions: Int32Array.of(1, 4, 7, 10) }, row(Array.from({ length: 12 }, () => 0), 4), [], [8, 8, 1])!;
  expect(planes).toMatchObject({ rows: 2, columns: 2, name: 'kernel 1', entries: Int32Array.of(0, 1, 2, 3), positions: Int32Array.of(1, 4, 7, 10) });
});

test('where every kernel is felt, the one with the longest part is shown', () => {
  const values = Array.from({ length: 12 }, (_, k) => (k % 3 === 2 ? 5 : 1));
  const planes = planesOf(block({ structure: 'all' }), { positions: Int32Array.from({ length: 12 }, (_, k) => k) }, row(values, 0), [], [8, 8, 1])!;
  expect(planes.name).toBe('kernel 2');
  expect(planes.entries).toEqual(Int32Array.of(2, 5, 8, 11));
});

test('the input is the picture; entries beside the receptive field have no number', () => {
  const planes = planesOf(block({ parameter: 'input', shape: [1, 2, 3, 1], size: 6, structure: 'window' }), { positions: Int32Array.of(4, 5) }, row([0, 0, 0, 0, 1, 2], 0), [], [2, 3, 1])!;
  expect(planes).toMatchObject({ rows: 2, columns: 3, entries: Int32Array.of(-1, -1, -1, -1, 0, 1) });
});

test('vectors and arrays that are not known entry by entry have no picture', () => {
  expect(planesOf(block({ shape: [3], size: 3 }), { positions: Int32Array.of(0) }, row([1, 0, 0], 0), [], [8, 8, 1])).toBeNull();
  expect(planesOf(block({}), { positions: null }, row(Array.from({ length: 12 }, () => 0), 0), [], [8, 8, 1])).toBeNull();
});
