// Random networks: the float64 methods against each other and against central finite differences.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activations, jacobian } from '../index.ts';
import { relativeError } from '../testing/oracle.ts';
import { type Drawn, drawnNetwork, moved, parameterNames } from '../testing/randomNetwork.ts';

const DRAWS = Number(process.env.DRAWS ?? 40);

async function dense({ network, images, of }: Drawn, method: 'structured' | 'batched' | 'loop', more: object = {}): Promise<Float64Array> {
  const J = await jacobian(network, images, { of, method, device: null, ...more });
  return (await (await J.dense()).read()) as Float64Array;
}

/** One column by h(θ + ε) − h(θ − ε), smooth activations only. */
async function differences({ network, images, of }: Drawn, name: string, at: number): Promise<Float64Array> {
  const step = 1e-5;
  const [up, down] = await Promise.all([step, -step].map((by) => activations(moved(network, name, at, by), images, { of, device: null })));
  return Float64Array.from(up.data, (value, k) => (value - down.data[k]) / (2 * step));
}

const SMOOTH = ['sigmoid', 'tanh', 'softmax', 'softplus', 'swish', 'gelu', 'geluNew', 'mish'] as const;
const EVERY = [...SMOOTH, 'relu', 'linear', 'relu6', 'clippedRelu', 'leakyRelu', 'thresholdedRelu', 'elu', 'selu', 'softsign', 'hardSigmoid', 'prelu'] as const;

function expectSame(got: ArrayLike<number>, truth: ArrayLike<number>): void {
  if (Array.from(truth).some((value) => value !== 0)) expect(relativeError(got, truth)).toBeLessThanOrEqual(1e-12);
  else expect(Array.from(got).every((value) => value === 0)).toBe(true);
}

describe('random networks, float64', () => {
  it('structured, batched and loop agree: all parameters, one, the input, batch statistics', async () => {
    await fc.assert(
      fc.asyncProperty(drawnNetwork(EVERY), fc.nat(), async (drawn, pick) => {
        const names = parameterNames(drawn);
        for (const more of [{}, { wrt: 'input' as const }, { batchNorm: 'batch' as const }, { wrt: [names[pick % names.length]] }]) {
          const [structured, batched] = [await dense(drawn, 'structured', more), await dense(drawn, 'batched', more)];
          expectSame(structured, batched);
          const J = await jacobian(drawn.network, drawn.images, { of: drawn.of, method: 'structured', device: null, ...more });
          const start = pick % J.rows;
          expectSame(await dense(drawn, 'loop', { ...more, rows: { start, count: 1 } }), await J.row(start));
        }
      }),
      { numRuns: DRAWS, seed: 7 },
    );
  });

  it('columns equal central finite differences', async () => {
    await fc.assert(
      fc.asyncProperty(drawnNetwork(SMOOTH, ['none', 'averagePool']), fc.nat(), async (drawn, pick) => {
        const J = await jacobian(drawn.network, drawn.images, { of: drawn.of, device: null });
        const block = J.blocks[pick % J.blocks.length];
        const at = pick % block.size;
        const column = await J.column(block.start + at);
        const truth = await differences(drawn, block.parameter, at);
        // Differences of outputs near one, over 2e-5, carry rounding of about 2e-11 each.
        const rounding = 4e-11 * Math.sqrt(truth.length);
        expect(Math.hypot(...truth.map((value, r) => value - column[r]))).toBeLessThanOrEqual(1e-7 * Math.hypot(...truth) + rounding);
      }),
      { numRuns: DRAWS, seed: 11 },
    );
  });
});
