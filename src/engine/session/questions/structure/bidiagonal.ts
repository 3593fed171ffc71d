// A square matrix as U B Vᵀ with B upper bidiagonal (Golub & Kahan 1965). Keeps what turns a right vector of B into one of the matrix. Pure.
import type { Breath } from '../breath.ts';

export interface Bidiagonal {
  readonly n: number;
  /** Diagonal, n, and what is above it, n − 1. */
  readonly diagonal: Float64Array;
  readonly above: Float64Array;
  /** V y, of a right singular vector y of B that of the matrix. */
  right(y: Float64Array): Float64Array;
}

/** Householder vector of x[first …], written over it, normalised to I − v vᵀ; answers what stands in its place. */
function reflector(x: Float64Array, first: number, end: number): number {
  let largest = 0;
  for (let k = first; k < end; k++) largest = Math.max(largest, Math.abs(x[k]));
  if (largest === 0) return 0;
  let squares = 0;
  for (let k = first; k < end; k++) squares += (x[k] /= largest) ** 2;
  const length = Math.sqrt(squares);
  const left = x[first] > 0 ? -length : length;
  x[first] -= left;
  const norm = Math.sqrt(-left * x[first]);
  for (let k = first; k < end; k++) x[k] /= norm;
  return left * largest;
}

/** `a` [n, n] row-major is used up. `breath` hears multiply-adds, of 4n³/3. */
export async function bidiagonalOf(a: Float64Array, n: number, breath: Breath): Promise<Bidiagonal> {
  const [diagonal, above] = [new Float64Array(n), new Float64Array(Math.max(0, n - 1))];
  const [column, sums] = [new Float64Array(n), new Float64Array(n)];
  let done = 0;
  for (let k = 0; k < n; k++) {
    for (let i = k; i < n; i++) column[i] = a[i * n + k];
    diagonal[k] = reflector(column, k, n);
    sums.fill(0, k + 1);
    for (let i = k; i < n; i++) if (column[i] !== 0) for (let j = k + 1; j < n; j++) sums[j] += column[i] * a[i * n + j];
    for (let i = k; i < n; i++) if (column[i] !== 0) for (let j = k + 1; j < n; j++) a[i * n + j] -= column[i] * sums[j];
    if (k + 1 < n) {
      const row = a.subarray(k * n, (k + 1) * n);
      above[k] = reflector(row, k + 1, n);
      for (let i = k + 1; i < n; i++) {
        let sum = 0;
        for (let j = k + 1; j < n; j++) sum += a[i * n + j] * row[j];
        for (let j = k + 1; j < n; j++) a[i * n + j] -= sum * row[j];
      }
    }
    done += 4 * (n - k) ** 2;
    await breath(done);
  }
  return { n, diagonal, above, right: (y) => rightOf(a, n, y) };
}

/** Row k of `a` holds, right of the diagonal, the reflector that was applied from the right in step k. */
function rightOf(a: Float64Array, n: number, y: Float64Array): Float64Array {
  const x = Float64Array.from(y);
  for (let k = n - 2; k >= 0; k--) {
    const row = a.subarray(k * n, (k + 1) * n);
    let sum = 0;
    for (let j = k + 1; j < n; j++) sum += row[j] * x[j];
    for (let j = k + 1; j < n; j++) x[j] -= sum * row[j];
  }
  return x;
}
