// Singular values of a bidiagonal matrix B, and its right vectors. The symmetric [0 Bᵀ; B 0], shuffled, is tridiagonal with a zero
// diagonal; its eigenvalues are ±σ, found by counting (Golub & Kahan 1965; Demmel & Kahan 1990: every σ to nearly all its digits). Pure.
import type { Bidiagonal } from './bidiagonal.ts';

const EPSILON = 2 ** -52;

/** What lies beside the diagonal of the shuffled matrix: d₁ e₁ d₂ e₂ … dₙ. */
function beside({ n, diagonal, above }: Bidiagonal): Float64Array {
  return Float64Array.from({ length: 2 * n - 1 }, (_, k) => (k % 2 === 0 ? diagonal[k >> 1] : above[k >> 1]));
}

/** How many of the n singular values are below x > 0: Sturm's count, less the n values −σ. */
function countBelow(squares: Float64Array, x: number): number {
  const least = Number.MIN_VALUE / EPSILON;
  let q = -x;
  let count = 1;
  for (let k = 0; k < squares.length; k++) {
    q = -x - squares[k] / q;
    // Zero is taken for a negative number, before it is counted.
    if (Math.abs(q) < least) q = -least;
    if (q < 0) count++;
  }
  return count - (squares.length + 1) / 2;
}

/** All n, falling. What is below 10⁻³⁰ of the largest is zero. */
export function singularValues(matrix: Bidiagonal): Float64Array {
  const z = beside(matrix);
  const largest = z.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const values = new Float64Array(matrix.n);
  if (largest === 0) return values;
  // In units of the largest number, so that squares neither overflow nor vanish.
  const squares = z.map((value) => (value / largest) ** 2);
  const stack = [{ low: 0, high: 2 * (1 + EPSILON), below: 0, upTo: matrix.n }];
  for (let part = stack.pop(); part; part = stack.pop()) {
    const { low, high, below, upTo } = part;
    if (below === upTo) continue;
    const middle = (low + high) / 2;
    if (high - low <= 2 * EPSILON * high || high < 1e-30 || middle <= low || middle >= high) {
      for (let k = below; k < upTo; k++) values[matrix.n - 1 - k] = high < 1e-30 ? 0 : middle * largest;
      continue;
    }
    const split = Math.min(upTo, Math.max(below, countBelow(squares, middle)));
    stack.push({ low, high: middle, below, upTo: split }, { low: middle, high, below: split, upTo });
  }
  return values;
}

/** The right singular vector of B to the value σ, of length one: inverse iteration on the shuffled matrix, whose rows are v₁ u₁ v₂ u₂ … */
export function rightVector(matrix: Bidiagonal, sigma: number): Float64Array {
  const { n } = matrix;
  const z = beside(matrix);
  const largest = z.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const solve = shifted(z, sigma, largest);
  // Any start that is not without the vector will do; the same for the same question.
  let x = Float64Array.from({ length: 2 * n }, (_, k) => 1 + 0.1 * Math.sin(k + 1));
  for (let turn = 0; turn < 4; turn++) x = scaled(solve(x));
  const v = scaled(Float64Array.from({ length: n }, (_, k) => x[2 * k]));
  // The sign of a singular vector is free: its largest number is made positive.
  const most = v.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return most < 0 ? v.map((value) => -value) : v;
}

function scaled(x: Float64Array): Float64Array<ArrayBuffer> {
  const most = x.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
  const length = Math.sqrt(x.reduce((sum, value) => sum + (value / most) ** 2, 0)) * most;
  return x.map((value) => value / length) as Float64Array<ArrayBuffer>;
}

/** Solves (T − σ) x = b for the tridiagonal T with a zero diagonal: Gaussian elimination with row exchanges. */
function shifted(z: Float64Array, sigma: number, largest: number): (b: Float64Array) => Float64Array {
  const m = z.length + 1;
  const tiny = EPSILON * largest;
  // Of every row of the upper factor: its diagonal and the two numbers right of it; how the row was made.
  const [a, b, c, factor, exchanged] = [new Float64Array(m), new Float64Array(m), new Float64Array(m), new Float64Array(m), new Uint8Array(m)];
  let [here, next] = [-sigma, m > 1 ? z[0] : 0];
  for (let k = 0; k < m - 1; k++) {
    const [low, diagonal, right] = [z[k], -sigma, k + 2 < m ? z[k + 1] : 0];
    if (Math.abs(low) > Math.abs(here)) {
      [a[k], b[k], c[k], exchanged[k]] = [low, diagonal, right, 1];
      factor[k] = here / low;
      [here, next] = [next - factor[k] * diagonal, -factor[k] * right];
    } else {
      const pivot = Math.abs(here) < tiny ? tiny : here;
      [a[k], b[k], c[k]] = [pivot, next, 0];
      factor[k] = low / pivot;
      [here, next] = [diagonal - factor[k] * next, right];
    }
  }
  a[m - 1] = Math.abs(here) < tiny ? tiny : here;
  return (given) => {
    const x = Float64Array.from(given);
    for (let k = 0; k < m - 1; k++) {
      const [upper, lower] = exchanged[k] ? [x[k + 1], x[k]] : [x[k], x[k + 1]];
      x[k] = upper;
      x[k + 1] = lower - factor[k] * upper;
    }
    for (let k = m - 1; k >= 0; k--) x[k] = (x[k] - (k + 1 < m ? b[k] * x[k + 1] : 0) - (k + 2 < m ? c[k] * x[k + 2] : 0)) / a[k];
    return x;
  };
}
