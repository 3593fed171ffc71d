import { describe, expect, it } from 'vitest';
import { batchesOf } from './batches.ts';

const order = (length: number) => Int32Array.from({ length }, (_, k) => length - k);

describe('batchesOf', () => {
  it('cuts the order and drops the last part batch', () => {
    expect(batchesOf(order(7), 3)).toEqual([Int32Array.of(7, 6, 5), Int32Array.of(4, 3, 2)]);
  });

  it('gives three batches of 128 from 500 images, as in the question', () => {
    expect(batchesOf(order(500), 128).map((batch) => batch.length)).toEqual([128, 128, 128]);
  });

  it('keeps all when the batches fit exactly', () => {
    expect(batchesOf(order(6), 3).flatMap((batch) => [...batch])).toEqual([...order(6)]);
    expect(batchesOf(order(5), 5)).toHaveLength(1);
  });

  it('gives copies: changing a batch leaves the order alone', () => {
    const numbers = order(4);
    batchesOf(numbers, 2)[0][0] = 99;
    expect(numbers[0]).toBe(4);
  });

  it('refuses a batch larger than the order, and one of nothing', () => {
    expect(() => batchesOf(order(5), 6)).toThrow('batch size: 6; with 5 training images take at most 5');
    expect(() => batchesOf(order(5), 0)).toThrow('batch size: 0');
    expect(() => batchesOf(order(5), 2.5)).toThrow('batch size: 2.5');
  });
});
