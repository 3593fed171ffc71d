// The float64 CPU reference against ground truth made by PyTorch, by every method.
import { describe, it } from 'vitest';
import { expectInputOracle, expectOracle, expectOracleRows, oracleProblem } from '../testing/oracleTable.ts';

const TOLERANCE = 1e-6;
const METHODS = ['structured', 'batched', 'loop'] as const;
const WHOLE = ['seed-relu1', 'seed-softmax', 'deep-small', 'deep-small-batch', 'strided', 'dilated', 'overlapping-pool', 'depthwise', 'mlp'] as const;
const FULL = ['deep-small', 'deep-small-batch', 'strided', 'dilated', 'overlapping-pool', 'depthwise', 'mlp'] as const;

describe('the CPU reference agrees with PyTorch', () => {
  for (const name of WHOLE)
    for (const method of METHODS)
      it(`${name}, ${method}`, { timeout: 120_000 }, async () => {
        await expectOracle(await oracleProblem(name), TOLERANCE, { method, device: null });
      });

  it('deep-relu3, structured', { timeout: 120_000 }, async () => {
    await expectOracle(await oracleProblem('deep-relu3'), TOLERANCE, { method: 'structured', device: null });
  });

  // Row by row: whole maps of every row would take minutes in float64.
  for (const [name, method] of [['deep-relu3', 'batched'], ['seed-relu1-batch', 'structured'], ['seed-relu1-batch', 'batched']] as const)
    it(`${name}, ${method}, some rows`, { timeout: 120_000 }, async () => {
      await expectOracleRows(await oracleProblem(name), TOLERANCE, { method, device: null });
    });

  for (const name of FULL)
    for (const method of ['structured', 'batched'] as const)
      it(`${name} with respect to the input, ${method}`, async () => {
        await expectInputOracle(await oracleProblem(name), TOLERANCE, { method, device: null });
      });
});
