import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterCell, filterIndex, gather, kernelIndex, kernelPosition, mapsToPanels, sliceCell, sliceIndex, type KernelShape } from './order.ts';

const side = fc.integer({ min: 1, max: 6 });
const shapes = fc.tuple(side, side, side, side) as fc.Arbitrary<KernelShape>;

describe('mapsToPanels', () => {
  it('puts one channel after another', () => {
    // [H, W, C] = [1, 2, 3]: the values name channel and column.
    expect([...mapsToPanels([0, 10, 20, 1, 11, 21], [1, 2, 3])]).toEqual([0, 1, 10, 11, 20, 21]);
    expect([...mapsToPanels([0, 10, 20, 1, 11, 21], [1, 2, 3], 1, 2)]).toEqual([10, 11, 20, 21]);
  });
});

describe('kernel positions', () => {
  it('agree with row-major [kh, kw, cin, cout]', () => {
    expect(kernelIndex([5, 5, 1, 20], 2, 3, 0, 7)).toBe(267);
    expect(kernelPosition([5, 5, 1, 20], 267)).toEqual([2, 3, 0, 7]);
    expect(kernelIndex([3, 2, 4, 5], 1, 1, 2, 3)).toBe(((1 * 2 + 1) * 4 + 2) * 5 + 3);
  });

  it('round trip through the cells of both pictures', () => {
    fc.assert(fc.property(shapes, fc.nat(), (shape, pick) => {
      const index = pick % (shape[0] * shape[1] * shape[2] * shape[3]);
      const [a, b, ci, co] = kernelPosition(shape, index);
      expect(kernelIndex(shape, a, b, ci, co)).toBe(index);
      expect(filterIndex(shape, filterCell(shape, index))).toBe(index);
      expect(sliceIndex(shape, co, sliceCell(shape, index))).toBe(index);
    }));
  });

  it('gathers panel by panel', () => {
    const shape: KernelShape = [2, 1, 2, 2];
    const values = Float32Array.from({ length: 8 }, (_, k) => k);
    // Of each output channel: first input channel's rows, then the second's.
    expect([...gather(values, 2, 4, 1, (cell) => filterIndex(shape, cell))]).toEqual([0, 4, 2, 6, 1, 5, 3, 7]);
    expect([...gather(values, 1, 2, 2, ({ row, column }) => 2 * column + row)]).toEqual([0, 2, 1, 3]);
  });
});
