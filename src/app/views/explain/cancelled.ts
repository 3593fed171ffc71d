// Under batch statistics terms may take one another away. Pure.
import type { Explanation } from '../../../engine/protocol.ts';

/** Against the terms: far above the rounding of their float32 or float64 sums, far below any sum that is not zero. */
const LEFT = 1e-9;

/** True where the terms of a batch norm add up to nothing but their own rounding. */
export function cancelled({ batch, sum }: Pick<Explanation, 'batch' | 'sum'>): boolean {
  if (!batch) return false;
  const size = Math.abs(batch.direct) + Math.abs(batch.mean) + Math.abs(batch.correlation) + Math.abs(batch.past);
  return size > 0 && Math.abs(sum) <= LEFT * size;
}
