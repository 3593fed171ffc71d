import { expect, test } from 'vitest';
import { Readings } from './readings.ts';

const digits = { count: 5, labels: Uint8Array.of(0, 1, 2, 0, 1) };

test('logits are remembered as what their softmax gives, however large they are', () => {
  const readings = new Readings(digits);
  readings.note(Int32Array.of(1, 3), [1, 2, 4, 1000, 999, 0], 'logits');
  const sum = Math.exp(1) + Math.exp(2) + Math.exp(4);
  expect(readings.predicted(1)).toBe(2);
  expect(readings.answer(1)).toBeCloseTo(Math.exp(4) / sum, 6);
  expect(readings.truth(1)).toBeCloseTo(Math.exp(2) / sum, 6);
  expect(readings.predicted(3)).toBe(0);
  expect(readings.answer(3)).toBeCloseTo(1 / (1 + Math.exp(-1)), 6);
  expect(readings.truth(3)).toBe(readings.answer(3));
});

test('outputs stay as they are; what was not read is not known', () => {
  const readings = new Readings(digits);
  expect(readings.has(0)).toBe(false);
  readings.note(Int32Array.of(2), [-3, 7], 'outputs');
  expect([0, 1, 2, 3, 4].map((index) => readings.has(index))).toEqual([false, false, true, false, false]);
  expect([readings.predicted(2), readings.answer(2)]).toEqual([1, 7]);
  // No output stands for class 2.
  expect(readings.truth(2)).toBeNaN();
});
