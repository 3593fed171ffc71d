// Random networks: the float64 methods against each other and against central finite differences.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activations, jacobian } from '../index.ts';
import { relativeError } from '../testing/oracle.ts';
import { type Drawn, drawnNetwork, moved, type Question, questionsOf, rowsOf } from '../testing/randomNetwork.ts';

const DRAWS = Number(process.env.DRAWS ?? 40);
const SEED = Number(process.env.SEED ?? 7);
const timeout = 60_000 + 2_000 * DRAWS;

async function dense({ network, images, of }: Drawn, method: 'structured' | 'batched' | 'loop', question: Question): Promise<Float64Array> {
  const J = await jacobian(network, images, { of, method, device: null, ...question });
  return (await (await J.dense()).read()) as Float64Array;
}

const SMOOTH = ['sigmoid', 'tanh', 'softmax', 'softplus', 'swish', 'gelu', 'geluNew', 'mish'] as const;
const EVERY = [...SMOOTH, 'relu', 'linear', 'relu6', 'clippedRelu', 'leakyRelu', 'thresholdedRelu', 'elu', 'selu', 'softsign', 'hardSigmoid', 'prelu'] as const;

function expectSame(got: ArrayLike<number>, truth: ArrayLike<number>): void {
  if (Array.from(truth).some((value) => value !== 0)) expect(relativeError(got, truth)).toBeLessThanOrEqual(1e-12);
  else expect(Array.from(got).every((value) => value === 0)).toBe(true);
}

/** (h(x + ε) − h(x − ε)) / 2ε at two steps, extrapolated to none (Richardson): of fourth order. */
async function differences(outputs: (by: number) => Promise<ArrayLike<number>>): Promise<Float64Array> {
  const central = async (step: number) => {
    const [up, down] = await Promise.all([outputs(step), outputs(-step)]);
    return Float64Array.from(up, (value, k) => (value - down[k]) / (2 * step));
  };
  const [wide, narrow] = await Promise.all([central(2e-4), central(1e-4)]);
  return narrow.map((value, k) => value + (value - wide[k]) / 3);
}

/** The image data with one number moved. */
const movedImages = ({ images }: Drawn, at: number, by: number) => ({ ...images, data: Float64Array.from(images.data, (value, k) => (k === at ? value + by : value)) });

describe('random networks, float64', () => {
  it('structured, batched and loop agree, whatever is asked', { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(drawnNetwork(EVERY), fc.nat(), async (drawn, pick) => {
        for (const question of questionsOf(drawn, rowsOf(drawn), pick)) {
          expectSame(await dense(drawn, 'structured', question), await dense(drawn, 'batched', question));
          const J = await jacobian(drawn.network, drawn.images, { of: drawn.of, method: 'structured', device: null, ...question });
          const row = pick % J.rows;
          expectSame(await dense(drawn, 'loop', { ...question, rows: { start: (question.rows?.start ?? 0) + row, count: 1 } }), await J.row(row));
        }
      }),
      { numRuns: DRAWS, seed: SEED },
    );
  });

  it('columns equal central finite differences, of parameters and of the input, with both statistics', { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(drawnNetwork(SMOOTH, ['none', 'averagePool']), fc.nat(), fc.boolean(), fc.constantFrom('inference' as const, 'batch' as const), async (drawn, pick, byInput, batchNorm) => {
        const { network, images, of } = drawn;
        const options = { of, device: null, batchNorm };
        const J = await jacobian(network, images, { ...options, ...(byInput ? { wrt: 'input' as const } : {}) });
        const block = J.blocks[pick % J.blocks.length];
        const at = pick % block.size;
        const truth = await differences(async (by) =>
          (byInput ? activations(network, movedImages(drawn, at, by), options) : activations(moved(network, block.parameter, at, by), images, options)).then(({ data }) => data),
        );
        const column = await J.column(block.start + at);
        // Differences of outputs near one, over 1e-4, carry rounding of about 1e-11 each.
        const rounding = 4e-11 * Math.sqrt(truth.length);
        expect(Math.hypot(...truth.map((value, r) => value - column[r]))).toBeLessThanOrEqual(1e-7 * Math.hypot(...truth) + rounding);
      }),
      { numRuns: DRAWS, seed: SEED + 4 },
    );
  });
});
