// The float64 CPU reference against ground truth made by PyTorch, by every method.
import { describe, it } from 'vitest';
import { expectInputOracle, expectOracle, oracleProblem } from '../testing/oracleTable.ts';

const TOLERANCE = 1e-6;
const METHODS = ['structured', 'batched', 'loop'] as const;

describe('the CPU reference agrees with PyTorch', () => {
  for (const name of ['seed-relu1', 'seed-softmax', 'dilated', 'mlp', 'deep-small-batch'] as const)
    for (const method of METHODS)
      it(`${name}, ${method}`, { timeout: 120_000 }, async () => {
        await expectOracle(await oracleProblem(name), TOLERANCE, { method, device: null });
      });

  for (const name of ['dilated', 'mlp', 'deep-small-batch'] as const)
    for (const method of ['structured', 'batched'] as const)
      it(`${name} with respect to the input, ${method}`, async () => {
        await expectInputOracle(await oracleProblem(name), TOLERANCE, { method, device: null });
      });
});
