import { expect, test } from 'vitest';
import { argmax, scoreLogits } from './crossEntropy.ts';

test('loss is −log softmax at the label, and hits are counted', () => {
  const logits = [0, Math.log(3), 2, 0];
  const { images, loss, right } = scoreLogits(logits, [1, 1], 2);
  expect(images).toBe(2);
  expect(right).toBe(1);
  expect(loss).toBeCloseTo(-Math.log(3 / 4) - Math.log(1 / (1 + Math.exp(2))), 12);
});

test('logits in the thousands do not overflow', () => {
  expect(scoreLogits([5000, -5000], [1], 2).loss).toBe(10000);
});

test('a logit that is not a number is not hidden', () => {
  expect(scoreLogits([NaN, 1], [0], 2).loss).toBeNaN();
  expect(scoreLogits([1, NaN], [0], 2).loss).toBeNaN();
});

test('the first of equal numbers is the largest', () => {
  expect(argmax([1, 4, 4, 2])).toBe(1);
  expect(argmax([9, 1, 2, 3, 8], 1, 3)).toBe(2);
});
