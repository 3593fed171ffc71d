// The table that every method and both implementations run: each oracle case against every quantity a Jacobian offers.
import { expect } from 'vitest';
import { activations, jacobian, type JacobianOptions, networkFromTopology } from '../index.ts';
import type { Images } from '../model/network.ts';
import { loadOracle, type OracleCase, type OracleName, relativeError } from './oracle.ts';

export interface OracleProblem {
  readonly oracle: OracleCase;
  readonly images: Images;
  readonly network: ReturnType<typeof networkFromTopology>;
}

export async function oracleProblem(name: OracleName): Promise<OracleProblem> {
  const oracle = await loadOracle(name);
  const [N, H, W, C] = oracle.input.shape;
  return { oracle, images: { data: oracle.input.data, shape: [N, H, W, C] }, network: networkFromTopology(oracle.modelJson, oracle.weights) };
}

type Options = Omit<JacobianOptions, 'of' | 'batchNorm'>;

/** Runs one case by one method and holds every quantity against the ground truth. */
export async function expectOracle(problem: OracleProblem, tolerance: number, options: Options): Promise<void> {
  const { oracle, network, images } = problem;
  const J = await jacobian(network, images, { of: oracle.of, batchNorm: oracle.batchNorm, ...options });
  try {
    const { arrays } = oracle;
    expect([J.rows, J.columns]).toEqual([oracle.rows, oracle.columns]);
    expect(J.blocks.map(({ parameter }) => parameter)).toEqual(oracle.params);
    const near = (what: string, got: ArrayLike<number>, truth: ArrayLike<number>) =>
      expect(relativeError(got, truth), `${oracle.name}: ${what}`).toBeLessThanOrEqual(tolerance);
    near('h', (await activations(network, images, { of: oracle.of, device: options.device, batchNorm: oracle.batchNorm })).data, arrays.h.data);
    near('row norms', await J.rowNorms(), arrays.row_norms.data);
    near('column norms', await J.columnNorms(), arrays.col_norms.data);
    near('u·J', await J.vjp(arrays.u.data), arrays.uJ.data);
    near('J·v', await J.jvp(arrays.v.data), arrays.Jv.data);
    if (arrays.J) {
      const dense = await J.dense();
      near('J', await dense.read(), arrays.J.data);
      dense.dispose();
    }
    if (arrays.rows && arrays.J_rows) {
      const kept = Array.from(arrays.rows.data);
      const rows = await Promise.all(kept.map((r) => J.row(r)));
      near('rows', rows.flatMap((row) => Array.from(row)), arrays.J_rows.data);
      await expectColumn(J, rows, kept);
    }
  } finally {
    J.dispose();
  }
}

/** Some of the rows that a large case keeps, each computed alone: for methods that would take minutes for all of them. */
export async function expectOracleRows(problem: OracleProblem, tolerance: number, options: Options, count = 6): Promise<void> {
  const { oracle, network, images } = problem;
  const { rows, J_rows } = oracle.arrays;
  const step = Math.max(1, Math.floor(rows!.data.length / count));
  for (let at = 0; at < rows!.data.length; at += step) {
    const J = await jacobian(network, images, { of: oracle.of, batchNorm: oracle.batchNorm, ...options, rows: { start: rows!.data[at], count: 1 } });
    const truth = J_rows!.data.subarray(at * oracle.columns, (at + 1) * oracle.columns);
    const row = await J.row(0);
    J.dispose();
    if (truth.some((value) => value !== 0)) expect(relativeError(row, truth), `${oracle.name}: row ${rows!.data[at]}`).toBeLessThanOrEqual(tolerance);
    else expect(row.every((value) => value === 0), `${oracle.name}: row ${rows!.data[at]} is zero`).toBe(true);
  }
}

/** A column read out alone agrees with the rows that cross it. */
async function expectColumn(J: Awaited<ReturnType<typeof jacobian>>, rows: readonly ArrayLike<number>[], kept: readonly number[]): Promise<void> {
  const p = Math.floor(J.columns / 3);
  const column = await J.column(p);
  expect(column.length).toBe(J.rows);
  kept.forEach((r, at) => expect(column[r]).toBe(rows[at][p]));
}

/** J with respect to the input, where the case keeps it. */
export async function expectInputOracle(problem: OracleProblem, tolerance: number, options: Options): Promise<void> {
  const { oracle, network, images } = problem;
  const J = await jacobian(network, images, { of: oracle.of, batchNorm: oracle.batchNorm, ...options, wrt: 'input' });
  const truth = oracle.arrays.J_input!.data;
  const dense = await J.dense();
  try {
    expect(relativeError(await dense.read(), truth)).toBeLessThanOrEqual(tolerance);
    await expectConsistent(J, truth, tolerance);
  } finally {
    dense.dispose();
    J.dispose();
  }
}

/** Norms, products and single columns against those of the true matrix. */
async function expectConsistent(J: Awaited<ReturnType<typeof jacobian>>, truth: ArrayLike<number>, tolerance: number): Promise<void> {
  const { rows, columns } = J;
  const at = (r: number, p: number) => truth[r * columns + p];
  const u = Float64Array.from({ length: rows }, (_, r) => Math.sin(r + 1));
  const v = Float64Array.from({ length: columns }, (_, p) => Math.cos(p + 1));
  const byRow = (f: (r: number, p: number) => number) => Float64Array.from({ length: rows }, (_, r) => sum(columns, (p) => f(r, p)));
  const byColumn = (f: (r: number, p: number) => number) => Float64Array.from({ length: columns }, (_, p) => sum(rows, (r) => f(r, p)));
  const norms = await Promise.all([J.rowNorms(), J.columnNorms(), J.vjp(u), J.jvp(v)]);
  const expected = [byRow((r, p) => at(r, p) ** 2).map(Math.sqrt), byColumn((r, p) => at(r, p) ** 2).map(Math.sqrt), byColumn((r, p) => u[r] * at(r, p)), byRow((r, p) => at(r, p) * v[p])];
  norms.forEach((got, k) => expect(relativeError(got, expected[k]), `quantity ${k}`).toBeLessThanOrEqual(tolerance));
  const p = Math.floor(columns / 2);
  expect(relativeError(await J.column(p), byRow((r, q) => (q === p ? at(r, p) : 0)))).toBeLessThanOrEqual(tolerance);
}

function sum(length: number, f: (k: number) => number): number {
  let total = 0;
  for (let k = 0; k < length; k++) total += f(k);
  return total;
}
