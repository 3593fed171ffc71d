import { describe, expect, it } from 'vitest';
import type { BlockInfo } from '../../engine/protocol.ts';
import { isRounding, whyUnfelt } from './rounding.ts';

const block = (parameter: string, start: number, size: number): BlockInfo => ({ parameter, layer: parameter.split('/')[0], shape: [size], start, size, structure: 'all', channels: size });
const blocks = [block('conv1/kernel', 0, 2), block('conv1/bias', 2, 2), block('bn1/gamma', 4, 1)];

function row(...values: number[]) {
  const norm = (from: number, to: number) => Math.hypot(...values.slice(from, to));
  return { values: Float32Array.from(values), blockNorms: [norm(0, 2), norm(2, 4), norm(4, 5)] };
}

describe('what rounding has left', () => {
  it('is far smaller than the rest of the row, and only met with batch statistics', () => {
    expect(isRounding({ batchNorm: 'batch' }, [1e-17, -3e-17], 4)).toBe(true);
    expect(isRounding({ batchNorm: 'inference' }, [1e-17, -3e-17], 4)).toBe(false);
    expect(isRounding({ batchNorm: 'batch' }, [0, 0], 4)).toBe(false);
    expect(isRounding({ batchNorm: 'batch' }, [1e-6, 0], 4)).toBe(false);
  });

  it('is told of a bias with its reason, as is a bias that is zero', () => {
    expect(whyUnfelt({ batchNorm: 'batch', blocks }, row(3, -4, 1e-17, 0, 1), blocks[1])).toMatch(/^conv1\/bias is not felt: .* exactly zero; what is not zero here is rounding\.$/);
    expect(whyUnfelt({ batchNorm: 'batch', blocks }, row(3, -4, 0, 0, 1), blocks[1])).toMatch(/^conv1\/bias is not felt: .* with the mean\.$/);
  });

  it('has no such reason where the bias is felt, the unit is off, or statistics are stored', () => {
    expect(whyUnfelt({ batchNorm: 'batch', blocks }, row(3, -4, 0.5, 0, 1), blocks[1])).toBeNull();
    expect(whyUnfelt({ batchNorm: 'batch', blocks }, row(0, 0, 0, 0, 0), blocks[1])).toBeNull();
    expect(whyUnfelt({ batchNorm: 'inference', blocks }, row(3, -4, 0, 0, 1), blocks[1])).toBeNull();
    expect(whyUnfelt({ batchNorm: 'batch', blocks }, row(3, -4, 0, 0, 0), blocks[2])).toBeNull();
  });
});
