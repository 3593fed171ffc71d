// Random networks: the WebGPU kernels against the float64 reference, in one chunk and in many.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceMemory } from '../gpu/arena.ts';
import { jacobian, type JacobianOptions } from '../index.ts';
import { testDevice } from '../testing/device.ts';
import { relativeError } from '../testing/oracle.ts';
import { type Drawn, drawnNetwork, parameterNames } from '../testing/randomNetwork.ts';

const EVERY = [
  'relu', 'relu', 'relu', 'softmax', 'prelu', 'sigmoid', 'tanh', 'relu6', 'clippedRelu', 'leakyRelu', 'thresholdedRelu', 'elu', 'selu', 'softplus', 'softsign', 'hardSigmoid', 'swish', 'gelu', 'geluNew', 'mish',
] as const;
// Each draw compiles dozens of pipelines.
const DRAWS = 10;

async function dense({ network, images, of }: Drawn, options: Omit<JacobianOptions, 'of'>) {
  const J = await jacobian(network, images, { of, ...options });
  const matrix = await J.dense();
  const values = await matrix.read();
  matrix.dispose();
  J.dispose();
  return values;
}

function expectNear(got: ArrayLike<number>, truth: ArrayLike<number>): void {
  if (Array.from(truth).some((value) => value !== 0)) expect(relativeError(got, truth)).toBeLessThanOrEqual(1e-5);
  else expect(Array.from(got).every((value) => value === 0)).toBe(true);
}

describe('random networks on WebGPU', () => {
  it('agree with the reference by every method: all parameters, one, the input, batch statistics, dense from the start', { timeout: 600_000 }, async () => {
    const device = await testDevice();
    const before = deviceMemory(device);
    await fc.assert(
      fc.asyncProperty(drawnNetwork(EVERY), fc.nat(), async (drawn, pick) => {
        const names = parameterNames(drawn);
        const others = [{ wrt: 'input' as const }, { batchNorm: 'batch' as const }, { wrt: [names[pick % names.length]] }];
        for (const more of [{}, others[pick % 3]]) {
          const truth = await dense(drawn, { device: null, ...more });
          expectNear(await dense(drawn, { device, method: 'structured', ...more }), truth);
          expectNear(await dense(drawn, { device, method: 'structured', budget: 5_000, ...more }), truth);
          expectNear(await dense(drawn, { device, method: 'structured', dense: true, ...more }), truth);
          expectNear(await dense(drawn, { device, method: 'batched', budget: 64_000, ...more }), truth);
        }
      }),
      { numRuns: DRAWS, seed: 3 },
    );
    expect(deviceMemory(device)).toEqual(before);
  });
});
