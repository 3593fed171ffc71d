import { expect, test } from 'vitest';
import type { Network } from '../index.ts';
import { tiedPool } from './ties.ts';

const pool = (padding: 'valid' | 'same'): Network => ({ inputShape: [3, 3, 1], layers: [{ kind: 'maxPool', name: 'pool', trainable: true, size: [2, 2], strides: [2, 2], padding }] });
const image = (...values: number[]) => ({ data: Float32Array.from(values), shape: [1, 3, 3, 1] as const });

test('a tie for the largest counts, one below it or across windows does not', async () => {
  expect(await tiedPool(pool('valid'), 'pool', image(1, 5, 0, 5, 2, 0, 0, 0, 0))).toBe('pool');
  expect(await tiedPool(pool('valid'), 'pool', image(1, 5, 5, 1, 1, 5, 0, 0, 0))).toBeNull();
});

test('cells that padding cuts off do not take part', async () => {
  expect(await tiedPool(pool('same'), 'pool', image(1, 5, 7, 3, 2, 4, 6, 1, 0))).toBeNull();
  expect(await tiedPool(pool('same'), 'pool', image(1, 5, 7, 3, 2, 7, 6, 1, 0))).toBe('pool');
});
