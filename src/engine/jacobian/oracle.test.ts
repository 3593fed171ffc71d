// The float64 CPU reference against ground truth made by PyTorch, by every method.
import { describe, it } from 'vitest';
import { expectInputOracle, expectOracle, expectOracleRows, oracleProblem } from '../testing/oracleTable.ts';

const TOLERANCE = 1e-6;
const METHODS = ['structured', 'batched', 'loop'] as const;
const WHOLE = ['seed-relu1', 'seed-softmax', 'deep-relu3', 'deep-small', 'deep-small-batch', 'strided', 'dilated', 'overlapping-pool', 'depthwise', 'mlp'] as const;
const FULL = ['deep-small', 'deep-small-batch', 'strided', 'dilated', 'overlapping-pool', 'depthwise', 'mlp'] as const;

// Whole maps of three images for 34 560 rows take minutes in float64: WHOLE=1 asks for them.
const WHOLE_BATCH = process.env.WHOLE === '1';
const expectBatchCase = WHOLE_BATCH ? expectOracle : expectOracleRows;

describe('the CPU reference agrees with PyTorch', () => {
  for (const name of WHOLE)
    for (const method of METHODS)
      it(`${name}, ${method}`, { timeout: 120_000 }, async () => {
        await expectOracle(await oracleProblem(name), TOLERANCE, { method, device: null });
      });

  for (const method of METHODS)
    it(`seed-relu1-batch, ${method}, ${WHOLE_BATCH ? 'whole' : 'some rows'}`, { timeout: 600_000 }, async () => {
      await expectBatchCase(await oracleProblem('seed-relu1-batch'), TOLERANCE, { method, device: null });
    });

  for (const name of FULL)
    for (const method of METHODS)
      it(`${name} with respect to the input, ${method}`, async () => {
        await expectInputOracle(await oracleProblem(name), TOLERANCE, { method, device: null });
      });
});
