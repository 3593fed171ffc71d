import { describe, expect, it } from 'vitest';
import { jacobian, verify } from '../index.ts';
import { oracleProblem } from '../testing/oracleTable.ts';
import type { Jacobian } from './jacobian.ts';
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
        expect(compared + skipped).toBe(8);
        expect(compared).toBeGreaterThan(0);
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
});
