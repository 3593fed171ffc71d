import { describe, expect, it } from 'vitest';
import { loadOracle, ORACLE_NAMES, relativeError, type OracleCase } from './oracle.ts';

const product = (matrix: Float64Array, columns: number, v: Float64Array): Float64Array =>
  Float64Array.from({ length: matrix.length / columns }, (_, r) => {
    let sum = 0;
    for (let p = 0; p < columns; p++) sum += matrix[r * columns + p] * v[p];
    return sum;
  });

const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** The rows of J that the case keeps, with their numbers. */
function keptRows({ arrays, rows }: OracleCase): { matrix: Float64Array; numbers: number[] } {
  if (arrays.J) return { matrix: arrays.J.data, numbers: Array.from({ length: rows }, (_, r) => r) };
  return { matrix: arrays.J_rows!.data, numbers: [...arrays.rows!.data] };
}

describe.each(ORACLE_NAMES)('oracle %s', (name) => {
  it('has weights, columns and rows that agree', async () => {
    const oracle = await loadOracle(name);
    expect(oracle.params.reduce((sum, param) => sum + oracle.weights[param].values.length, 0)).toBe(oracle.columns);
    for (const { shape, values } of Object.values(oracle.weights)) expect(values.length).toBe(sizeOf(shape));
    expect(sizeOf(oracle.arrays.h.shape)).toBe(oracle.rows);
    expect(oracle.input.data.length).toBe(sizeOf(oracle.input.shape));
    expect(oracle.modelJson.modelTopology.model_config.config.layers.map((layer) => layer.config.name)).toContain(oracle.of);
  });

  it('has rows that agree with its probes', async () => {
    const oracle = await loadOracle(name);
    const { matrix, numbers } = keptRows(oracle);
    const { v, Jv, row_norms } = oracle.arrays;
    expect(relativeError(product(matrix, oracle.columns, v.data), numbers.map((r) => Jv.data[r]))).toBeLessThan(1e-13);
    const norms = numbers.map((_, k) => Math.hypot(...matrix.subarray(k * oracle.columns, (k + 1) * oracle.columns)));
    expect(relativeError(norms, numbers.map((r) => row_norms.data[r]))).toBeLessThan(1e-13);
  });

  it('has probes that agree with one another: u·(J v) = (u J)·v', async () => {
    const { u, uJ, v, Jv } = (await loadOracle(name)).arrays;
    const left = product(u.data, u.data.length, Jv.data);
    expect(relativeError(left, product(uJ.data, v.data.length, v.data))).toBeLessThan(1e-11);
  });
});

describe('loadOracle', () => {
  it('names the cases when it does not know one', async () => {
    await expect(loadOracle('nowhere')).rejects.toThrow('oracle case: nowhere; take one of seed-relu1');
  });

  it('keeps J_input of a full case, [rows, input size]', async () => {
    const { arrays, rows, input } = await loadOracle('mlp');
    expect(arrays.J_input!.shape).toEqual([rows, input.data.length]);
  });
});

describe('relativeError', () => {
  it('is the Frobenius norm of the difference over that of the truth', () => {
    expect(relativeError([3, 4.5], [3, 4])).toBeCloseTo(0.1, 15);
  });

  it('handles a zero truth, NaN and unequal lengths', () => {
    expect(relativeError([0, 0], [0, 0])).toBe(0);
    expect(relativeError([1e-9], [0])).toBe(Infinity);
    expect(relativeError([NaN], [1])).toBeNaN();
    expect(() => relativeError([1], [1, 2])).toThrow('length: 1 against 2');
  });
});
