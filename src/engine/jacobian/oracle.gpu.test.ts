// The float32 kernels on real WebGPU against the same ground truth, by every method.
import { describe, expect, it } from 'vitest';
import { deviceMemory } from '../gpu/arena.ts';
import type { JacobianOptions } from '../index.ts';
import { type TestDevice, testDevice } from '../testing/device.ts';
import type { OracleName } from '../testing/oracle.ts';
import { expectInputOracle, expectOracle, expectOracleRows, type OracleProblem, oracleProblem } from '../testing/oracleTable.ts';

const TOLERANCE = 1e-5;
const METHODS = ['structured', 'batched', 'loop'] as const;
const SMALL = ['deep-small', 'deep-small-batch', 'strided', 'dilated', 'overlapping-pool', 'depthwise', 'mlp'] as const;

type Expect = (problem: OracleProblem, tolerance: number, options: Omit<JacobianOptions, 'of' | 'batchNorm'>) => Promise<void>;

/** Holds one case by one method against the truth, and the device's memory against what it was. */
async function expectHeld(expectation: Expect, name: OracleName, options: Omit<JacobianOptions, 'of' | 'batchNorm' | 'device'>, kind?: TestDevice): Promise<void> {
  const device = await testDevice(kind);
  const before = deviceMemory(device);
  await expectation(await oracleProblem(name), TOLERANCE, { ...options, device });
  expect(deviceMemory(device)).toEqual(before);
}

describe('WebGPU agrees with PyTorch', () => {
  for (const name of SMALL)
    for (const method of METHODS) it(`${name}, ${method}`, () => expectHeld(expectOracle, name, { method }));

  for (const name of ['seed-relu1', 'seed-relu1-batch', 'seed-softmax', 'deep-relu3'] as const)
    it(`${name}, structured`, () => expectHeld(expectOracle, name, { method: 'structured' }));

  for (const name of [...SMALL, 'seed-relu1', 'deep-relu3'] as const)
    it(`${name}, dense from the start`, () => expectHeld(expectOracle, name, { method: 'structured', dense: true }));

  // What threads make on a GPU, and how they write.
  for (const name of [...SMALL, 'seed-relu1', 'seed-relu1-batch', 'seed-softmax', 'deep-relu3'] as const)
    it(`${name}, structured and dense, as on a GPU`, async () => {
      await expectHeld(expectOracle, name, { method: 'structured', dense: true }, 'as a GPU');
      if ((SMALL as readonly string[]).includes(name)) await expectHeld(expectInputOracle, name, { method: 'structured', dense: true }, 'as a GPU');
    });

  // In pieces: levels of one image at a time, a few rows in a buffer.
  for (const name of ['deep-small', 'overlapping-pool'] as const)
    it(`${name}, structured, within 20 kB`, () => expectHeld(expectOracle, name, { method: 'structured', budget: 20_000 }));

  for (const name of ['seed-softmax', 'deep-relu3'] as const) it(`${name}, batched`, () => expectHeld(expectOracle, name, { method: 'batched' }));

  // Minutes each, whole, on a software adapter.
  for (const name of ['seed-relu1', 'seed-relu1-batch'] as const)
    it(`${name}, batched, some rows`, () => expectHeld(expectOracleRows, name, { method: 'batched' }));
  for (const name of ['seed-relu1', 'seed-relu1-batch', 'seed-softmax', 'deep-relu3'] as const)
    it(`${name}, loop, some rows`, () => expectHeld(expectOracleRows, name, { method: 'loop' }));

  for (const name of SMALL)
    for (const method of METHODS) it(`${name} with respect to the input, ${method}`, () => expectHeld(expectInputOracle, name, { method }));
});
