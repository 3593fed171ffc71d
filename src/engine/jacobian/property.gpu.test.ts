// Random networks: the WebGPU kernels against the float64 reference, in one chunk and in many.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceMemory } from '../gpu/arena.ts';
import { jacobian, type JacobianOptions, planFor } from '../index.ts';
import { testDevice } from '../testing/device.ts';
import { relativeError } from '../testing/oracle.ts';
import { storedInFloat32 } from '../testing/storedInFloat32.ts';
import { type Drawn, drawnNetwork, type Question, questionsOf, rowsOf, wobbled } from '../testing/randomNetwork.ts';

const EVERY = [
  'relu', 'relu', 'relu', 'softmax', 'prelu', 'sigmoid', 'tanh', 'relu6', 'clippedRelu', 'leakyRelu', 'thresholdedRelu', 'elu', 'selu', 'softplus', 'softsign', 'hardSigmoid', 'swish', 'gelu', 'geluNew', 'mish',
] as const;
// Each draw compiles dozens of pipelines. VITE_DRAWS and VITE_SEED: more of them, once. VITE_PATH: what failed, again.
const PATH: string | undefined = import.meta.env.VITE_PATH;
const DRAWS = Number(import.meta.env.VITE_DRAWS ?? 20);
const SEED = Number(import.meta.env.VITE_SEED ?? 3);
const TOLERANCE = 1e-5;

/** Many parts, but none smaller than a row of the dense matrix, which has to lie in one buffer. */
async function smallBudget({ network, images, of }: Drawn, question: Question): Promise<number> {
  const { columns } = await planFor(network, images.shape[0], { of, ...question, device: null });
  return Math.max(5_000, 4 * columns);
}

async function dense({ network, images, of }: Drawn, options: Omit<JacobianOptions, 'of'>) {
  const J = await jacobian(network, images, { of, ...options });
  const matrix = await J.dense();
  const values = await matrix.read();
  matrix.dispose();
  J.dispose();
  return values;
}

/**
 * How much of the Jacobian changes when every float32 number that goes in is off by half a unit in its last place, or when what
 * passes between layers is, too. Where batch statistics cancel almost everything, or a cell is about to pass a kink,
 * this alone is more than the tolerance.
 */
async function conditionOf(drawn: Drawn, question: Question, truth: ArrayLike<number>): Promise<number> {
  const errors: number[] = [];
  for (const seed of [1, 2, 3, 4]) {
    errors.push(relativeError(await dense(wobbled(drawn, seed), { device: null, ...question }), truth));
    errors.push(relativeError(await storedInFloat32(seed, () => dense(drawn, { device: null, ...question })), truth));
  }
  return Math.max(...errors);
}

async function expectNear(got: ArrayLike<number>, truth: ArrayLike<number>, condition: () => Promise<number>): Promise<void> {
  if (Array.from(truth).every((value) => value === 0)) return expect(Array.from(got).every((value) => value === 0)).toBe(true);
  const error = relativeError(got, truth);
  if (!(error <= TOLERANCE)) expect(error).toBeLessThanOrEqual(8 * (await condition()));
}

describe('random networks on WebGPU', () => {
  it('agree with the reference by every method, whatever is asked, dense from the start too', { timeout: 1_800_000 }, async () => {
    const device = await testDevice();
    const before = deviceMemory(device);
    await fc.assert(
      fc.asyncProperty(drawnNetwork(EVERY), fc.nat(), async (drawn, pick) => {
        const [first, ...others] = questionsOf(drawn, rowsOf(drawn), pick);
        for (const question of [first, others[pick % others.length]]) {
          const truth = await dense(drawn, { device: null, ...question });
          const condition = () => conditionOf(drawn, question, truth);
          await expectNear(await dense(drawn, { device, method: 'structured', ...question }), truth, condition);
          await expectNear(await dense(drawn, { device, method: 'structured', budget: await smallBudget(drawn, question), ...question }), truth, condition);
          await expectNear(await dense(drawn, { device, method: 'structured', dense: true, ...question }), truth, condition);
          await expectNear(await dense(drawn, { device, method: 'batched', budget: 64_000, ...question }), truth, condition);
        }
      }),
      { numRuns: DRAWS, seed: SEED, ...(PATH ? { path: PATH, endOnFailure: true } : {}) },
    );
    expect(deviceMemory(device)).toEqual(before);
  });
});
