import { describe, expect, it } from 'vitest';
import { jacobian, verify } from '../index.ts';
import { oracleProblem } from '../testing/oracleTable.ts';
import type { Jacobian } from './jacobian.ts';
import { withParameters } from './parameters.ts';
import { columnName } from './verify.ts';

/** J with one entry changed. */
function spoilt(J: Jacobian, row: number, column: number, by: number): Jacobian {
  return {
    ...J,
    rows: J.rows, columns: J.columns, blocks: J.blocks, outputShape: J.outputShape, summary: J.summary,
    row: async (r) => (await J.row(r)).map((value, p) => (r === row && p === column ? value + by : value)),
    column: async (p) => (await J.column(p)).map((value, r) => (r === row && p === column ? value + by : value)),
  } as Jacobian;
}

describe('verify', () => {
  for (const [name, wrt] of [['deep-small', undefined], ['depthwise', undefined], ['dilated', 'input'], ['deep-small-batch', undefined]] as const)
    it(`finds ${name} ${wrt ?? ''} right by the reference and by finite differences`, async () => {
      const { network, images, oracle } = await oracleProblem(name);
      const options = { of: oracle.of, batchNorm: oracle.batchNorm, device: null, ...(wrt ? { wrt } : {}) };
      const J = await jacobian(network, images, options);
      const results = await verify(J, network, images, options);
      expect(results.map(({ against }) => against)).toEqual(['float64 reference', 'finite differences']);
      for (const { worst, compared, skipped } of results) {
        expect(compared).toBe(8);
        expect(skipped).toBeLessThan((8 * J.rows) / 10);
        expect(worst.relativeError).toBeLessThan(1e-6);
      }
    });

  it('finds the one entry that is wrong, by rows and by columns, and says where it is', async () => {
    const { network, images, oracle } = await oracleProblem('dilated');
    const options = { of: oracle.of, device: null };
    const J = await jacobian(network, images, options);
    const [row, column] = [17, 40];
    const [reference, differences] = await verify(spoilt(J, row, column, 0.5), network, images, options, { rows: [3, row, 60], columns: [2, column] });
    for (const { worst } of [reference, differences]) {
      expect([worst.row, worst.column]).toEqual([row, column]);
      expect(worst.engine - worst.other).toBeCloseTo(0.5, 5);
      expect(worst.relativeError).toBeGreaterThan(0.1);
    }
    expect(columnName(J, column)).toMatch(/^conv1\/kernel \[\d, \d, \d, \d\]$/);
  });

  it('verifies rows from the middle, counted from their first', async () => {
    const { network, images, oracle } = await oracleProblem('strided');
    const options = { of: oracle.of, device: null, rows: { start: 10, count: 5 } };
    const J = await jacobian(network, images, options);
    for (const { worst } of await verify(J, network, images, options)) expect(worst.relativeError).toBeLessThan(1e-6);
    await expect(verify(J, network, images, options, { rows: [5] })).rejects.toThrow(/^row: 5 .*0 to 4/);
  });

  it('passes over entries at a kink: a ReLU at exactly zero has a slope that differences do not see', async () => {
    const { network } = await oracleProblem('seed-relu1');
    const rows = { start: 0, count: 400 };
    const flat = withParameters(network, (parameter) => (/bias|beta|moving_mean/.test(parameter.name) ? { ...parameter, values: new Float32Array(parameter.shape[0]) } : parameter));
    const images = { data: new Float32Array(784), shape: [1, 28, 28, 1] as const };
    const options = { of: 'relu1', device: null, rows };
    const J = await jacobian(flat, images, options);
    const columns = [J.blocks.find(({ parameter }) => parameter === 'bn1/beta')!.start, 0];
    const differences = (await verify(J, flat, images, options, { columns })).at(-1)!;
    // Every unit of beta's channel sits on its kink; the kernel's columns are zero on a blank image.
    expect(differences.skipped).toBe(400 / 20);
    expect(differences.worst.relativeError).toBeLessThan(1e-9);
  });

  it('holds a parameter without influence to zero, whatever rounding makes of its differences', async () => {
    const { network, images, oracle } = await oracleProblem('seed-relu1-batch');
    const options = { of: oracle.of, batchNorm: 'batch', device: null, rows: { start: 0, count: 60 } } as const;
    const J = await jacobian(network, images, options);
    const { start } = J.blocks.find(({ parameter }) => parameter === 'conv1/bias')!;
    const [, right] = await verify(J, network, images, options, { rows: [], columns: [start, start + 1] });
    expect(right.worst.relativeError).toBeLessThan(1e-4);
    expect(right.skipped).toBe(0);
    const [, wrong] = await verify(spoilt(J, 20, start, 0.01), network, images, options, { rows: [], columns: [start, start + 1] });
    expect([wrong.worst.row, wrong.worst.column]).toEqual([20, start]);
    expect(wrong.worst.relativeError).toBeGreaterThan(100);
  });
});
