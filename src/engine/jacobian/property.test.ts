// Random networks: the float64 methods against each other and against central finite differences.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activations, jacobian } from '../index.ts';
import { relativeError } from '../testing/oracle.ts';
import { type Drawn, drawnNetwork, moved } from '../testing/randomNetwork.ts';

const DRAWS = Number(process.env.DRAWS ?? 40);

async function dense({ network, images, of }: Drawn, method: 'structured' | 'batched', more: object = {}): Promise<Float64Array> {
  const J = await jacobian(network, images, { of, method, device: null, ...more });
  return (await (await J.dense()).read()) as Float64Array;
}

/** One column by h(θ + ε) − h(θ − ε), smooth activations only. */
async function differences({ network, images, of }: Drawn, name: string, at: number): Promise<Float64Array> {
  const step = 1e-5;
  const [up, down] = await Promise.all([step, -step].map((by) => activations(moved(network, name, at, by), images, { of, device: null })));
  return Float64Array.from(up.data, (value, k) => (value - down.data[k]) / (2 * step));
}

describe('random networks, float64', () => {
  it('structured and batched agree, with respect to parameters and to the input', async () => {
    await fc.assert(
      fc.asyncProperty(drawnNetwork(['relu', 'sigmoid', 'tanh', 'linear', 'softmax']), async (drawn) => {
        for (const more of [{}, { wrt: 'input' as const }]) {
          const [structured, batched] = [await dense(drawn, 'structured', more), await dense(drawn, 'batched', more)];
          if (batched.some((value) => value !== 0)) expect(relativeError(structured, batched)).toBeLessThanOrEqual(1e-12);
          else expect(structured.every((value) => value === 0)).toBe(true);
        }
      }),
      { numRuns: DRAWS, seed: 7 },
    );
  });

  it('columns equal central finite differences', async () => {
    await fc.assert(
      fc.asyncProperty(drawnNetwork(['sigmoid', 'tanh', 'softmax']), fc.nat(), async (drawn, pick) => {
        const J = await jacobian(drawn.network, drawn.images, { of: drawn.of, device: null });
        const block = J.blocks[pick % J.blocks.length];
        const at = pick % block.size;
        const column = await J.column(block.start + at);
        const truth = await differences(drawn, block.parameter, at);
        const scale = Math.max(1e-3, Math.hypot(...truth));
        expect(Math.hypot(...truth.map((value, r) => value - column[r])) / scale).toBeLessThanOrEqual(1e-7);
      }),
      { numRuns: DRAWS, seed: 11 },
    );
  });
});
