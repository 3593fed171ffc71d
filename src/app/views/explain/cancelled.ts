// Under batch statistics terms may take one another away. Pure.
import type { Explanation } from '../../../engine/protocol.ts';

/** Against the terms: far above the rounding of their float32 or float64 sums, far below any sum that is not zero. */
const LEFT = 1e-9;

/** True where the terms of a batch norm add up to nothing but their own rounding. */
export function cancelled({ batch, sum }: Pick<Explanation, 'batch' | 'sum'>): boolean {
  return batch !== null && isRounding(batch, sum);
}

/** True where a number is only rounding beside the terms. */
export function isRounding({ direct, mean, correlation, past }: NonNullable<Explanation['batch']>, value: number): boolean {
  const size = Math.abs(direct) + Math.abs(mean) + Math.abs(correlation) + Math.abs(past);
  return size > 0 && Math.abs(value) <= LEFT * size;
}
