// Singular values and vectors by way of triangle and bidiagonal, against a plain one-sided Jacobi decomposition of the dense matrix.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jacobiSingularValues } from '../../../testing/jacobiSingularValues.ts';
import { bidiagonalOf } from './bidiagonal.ts';
import { rightVector, singularValues } from './singularValues.ts';
import { Triangle } from './triangle.ts';

async function decompose(rows: readonly (readonly number[])[]) {
  const n = rows[0].length;
  const triangle = new Triangle(n);
  for (const row of rows) triangle.add((to) => to.set(row));
  triangle.finish();
  const matrix = await bidiagonalOf(triangle.values, n, () => undefined);
  return { matrix, values: singularValues(matrix) };
}

const times = (rows: readonly (readonly number[])[], v: ArrayLike<number>) => rows.map((row) => row.reduce((sum, value, k) => sum + value * v[k], 0));
const length = (x: ArrayLike<number>) => Math.sqrt(Array.from(x).reduce((sum, value) => sum + value * value, 0));

const tall = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 200 })).chain(([n, more]) => {
  const entry = fc.oneof({ weight: 4, arbitrary: fc.oneof(fc.integer({ min: -1000, max: 1000 }).map((k) => k / 1000), fc.integer({ min: -1000, max: 1000 }).map((k) => k * 1e-20)) }, { weight: 1, arbitrary: fc.constant(0) });
  return fc.array(fc.array(entry, { minLength: n, maxLength: n }), { minLength: n, maxLength: n + more });
});

describe('singular values', () => {
  test('of random matrices, more rows than are reflected together among them', async () => {
    await fc.assert(
      fc.asyncProperty(tall, async (rows) => {
        const { values } = await decompose(rows);
        const truth = jacobiSingularValues(rows);
        truth.forEach((value, k) => expect(Math.abs(values[k] - value)).toBeLessThan(1e-13 * (truth[0] || 1) * rows.length));
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  test('small ones keep the digits that a Gram matrix would lose', async () => {
    // Hilbert's matrix of 8: σ₈ / σ₁ = 6.6 · 10⁻¹¹, whose square is below float64's resolution.
    const rows = Array.from({ length: 8 }, (_, i) => Array.from({ length: 8 }, (_column, j) => 1 / (i + j + 1)));
    const { values } = await decompose(rows);
    expect(Math.abs(values[7] / 1.1115389e-10 - 1)).toBeLessThan(1e-4);
  });

  test('where a count falls on zero exactly', async () => {
    // Bisection begins at the largest number: a pivot there is nothing at all.
    const rows = [[1, 0, 0], [0, 1, 0.25], [0, 0, 0.5]];
    const { values } = await decompose(rows);
    jacobiSingularValues(rows).forEach((value, k) => expect(values[k]).toBeCloseTo(value, 13));
  });

  test('of nothing, of one number, of repeated values', async () => {
    expect(Array.from((await decompose([[0, 0], [0, 0]])).values)).toEqual([0, 0]);
    expect((await decompose([[-3]])).values[0]).toBeCloseTo(3, 12);
    expect(Array.from((await decompose([[2, 0, 0], [0, 2, 0], [0, 0, 2]])).values).every((value) => Math.abs(value - 2) < 1e-14)).toBe(true);
  });
});

test('right vectors: J v is as long as σ, Jᵀ J v = σ² v, the largest number positive', async () => {
  await fc.assert(
    fc.asyncProperty(tall, async (rows) => {
      const { matrix, values } = await decompose(rows);
      for (const sigma of values) {
        const v = matrix.right(rightVector(matrix, sigma));
        expect(Math.abs(length(v) - 1)).toBeLessThan(1e-12);
        const image = times(rows, v);
        expect(Math.abs(length(image) - sigma)).toBeLessThan(1e-9 * (values[0] || 1));
        const back = rows[0].map((_, k) => image.reduce((sum, value, r) => sum + value * rows[r][k], 0));
        expect(length(back.map((value, k) => value - sigma * sigma * v[k]))).toBeLessThan(1e-9 * (values[0] ** 2 || 1));
      }
    }),
    { numRuns: 40, seed: 5 },
  );
});
