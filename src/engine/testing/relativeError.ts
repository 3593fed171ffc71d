// The measure that every comparison with the oracle uses. Knows nothing of Jacobians.

/**
 * ‖a − b‖ / ‖b‖ in the Frobenius norm, in float64; b is the truth. Where b is all zero: 0 if a is too, else Infinity.
 * A NaN anywhere gives NaN, which no bound passes. Throws when the lengths differ.
 */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`length: ${a.length} against ${b.length}; compare arrays of the same shape`);
  let difference = 0;
  let truth = 0;
  for (let i = 0; i < b.length; i++) {
    difference += (a[i] - b[i]) ** 2;
    truth += b[i] ** 2;
  }
  if (truth === 0 && difference === 0) return 0;
  return Math.sqrt(difference) / Math.sqrt(truth);
}
