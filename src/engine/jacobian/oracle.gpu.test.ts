// The float32 kernels on real WebGPU against the same ground truth, by every method.
import { describe, expect, it } from 'vitest';
import { deviceMemory } from '../gpu/arena.ts';
import { testDevice } from '../testing/device.ts';
import { expectInputOracle, expectOracle, oracleProblem } from '../testing/oracleTable.ts';

const TOLERANCE = 1e-5;
const METHODS = ['structured', 'batched', 'loop'] as const;

describe('WebGPU agrees with PyTorch', () => {
  for (const name of ['seed-relu1', 'seed-softmax', 'dilated', 'mlp', 'deep-small-batch'] as const)
    for (const method of METHODS)
      it(`${name}, ${method}`, async () => {
        const device = await testDevice();
        const before = deviceMemory(device);
        await expectOracle(await oracleProblem(name), TOLERANCE, { method, device });
        expect(deviceMemory(device)).toEqual(before);
      });

  for (const name of ['dilated', 'mlp', 'deep-small-batch'] as const)
    for (const method of ['structured', 'batched'] as const)
      it(`${name} with respect to the input, ${method}`, async () => {
        await expectInputOracle(await oracleProblem(name), TOLERANCE, { method, device: await testDevice() });
      });
});
