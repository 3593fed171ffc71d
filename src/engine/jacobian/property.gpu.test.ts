// Random networks: the WebGPU kernels against the float64 reference, in one chunk and in many.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceMemory } from '../gpu/arena.ts';
import { jacobian, type JacobianOptions } from '../index.ts';
import { testDevice } from '../testing/device.ts';
import { relativeError } from '../testing/oracle.ts';
import { type Drawn, drawnNetwork } from '../testing/randomNetwork.ts';

const DRAWS = 12;

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
  it('agree with the reference by every method, with respect to parameters and to the input', async () => {
    const device = await testDevice();
    const before = deviceMemory(device);
    await fc.assert(
      fc.asyncProperty(drawnNetwork(['relu', 'sigmoid', 'tanh', 'softmax']), async (drawn) => {
        for (const more of [{}, { wrt: 'input' as const }]) {
          const truth = await dense(drawn, { device: null, ...more });
          expectNear(await dense(drawn, { device, method: 'structured', ...more }), truth);
          expectNear(await dense(drawn, { device, method: 'structured', budget: 5_000, ...more }), truth);
          expectNear(await dense(drawn, { device, method: 'batched', budget: 64_000, ...more }), truth);
        }
      }),
      { numRuns: DRAWS, seed: 3 },
    );
    expect(deviceMemory(device)).toEqual(before);
  });
});
