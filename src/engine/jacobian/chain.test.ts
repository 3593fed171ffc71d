import { describe, expect, it } from 'vitest';
import { oracleProblem } from '../testing/oracleTable.ts';
import type { Network } from '../model/network.ts';
import { planJacobian } from './plan.ts';
import { imagesPerGroup } from './pulls.ts';
import { spread } from './spread.ts';

const deep = async () => (await oracleProblem('deep-relu3')).network;

describe('the chain through the three-block network', () => {
  it('makes each level from the one below: compact rows of 12, 171 and 1 443 numbers', async () => {
    const { chain, rowWidth, columns, method } = planJacobian(await deep(), 1, { of: 'relu3' });
    expect([method, rowWidth, columns]).toEqual(['structured', 1443, 6000]);
    expect(chain!.stages.map(({ allWidth, ownWidth, cells }) => [allWidth, ownWidth, cells])).toEqual([
      [0, 12, 14 * 14 * 8],
      [96, 75, 7 * 7 * 16],
      [1296, 147, 7 * 7 * 32],
    ]);
    // And for each position of a convolution above, where its 8 or 16 channels' terms begin, and two numbers a term.
    expect(chain!.levelBytes).toBe(4 * (1568 * 12 + 784 * 171 + 196 * (8 + 1 + 2 * 72) + 49 * (16 + 1 + 2 * 144)));
  });

  it('counts multiply-adds: own numbers, and every number below through all taps', async () => {
    const plan = planJacobian(await deep(), 1, { of: 'relu3' });
    const levels = 1568 * 12 + 784 * (75 + 9 * 8 * 12);
    expect(plan.multiplyAdds).toBe(levels + 1568 * (147 + 9 * 16 * 171));
    expect(plan.why).toMatch(/from that of the layer below.* times fewer multiply-adds/);
  });

  it('counts the levels of the images that the rows belong to, and no others', async () => {
    const network = await deep();
    const [one, two] = [{ start: 0, count: 1568 }, { start: 1000, count: 1568 }].map((rows) => planJacobian(network, 4, { of: 'relu3', rows }).multiplyAdds);
    expect(two - one).toBe(planJacobian(network, 1, { of: 'relu3' }).chain!.multiplyAdds.levels);
  });

  it('is left for windows where a few rows are asked for, where levels exceed the budget, and on the host', async () => {
    const network = await deep();
    expect(planJacobian(network, 1, { of: 'relu3', rows: { start: 0, count: 5 } }).chain).toBeNull();
    expect(planJacobian(network, 1, { of: 'relu3', budget: 1000 }).chain).toBeNull();
    expect(planJacobian(network, 1, { of: 'relu3' }, 'never').chain).toBeNull();
    expect(planJacobian(network, 1, { of: 'softmax' }).chain).toBeNull();
  });

  it('takes the numbers of the parameters that are asked for, and starts above the others', async () => {
    const { chain, blocks } = planJacobian(await deep(), 1, { of: 'relu3', wrt: ['conv2/bias', 'bn3/gamma'] });
    expect(chain!.stages.map(({ allWidth, ownWidth }) => [allWidth, ownWidth])).toEqual([[0, 1], [16, 1]]);
    expect(blocks.map(({ structure, width, offset, start }) => [structure, width, offset, start])).toEqual([['all', 16, 0, 0], ['channel', 1, 16, 16]]);
  });

  it('is left for windows where a level has more channels than a row is noted with', () => {
    const wide = (units: number): Network => {
      const parameter = (name: string, shape: readonly number[]) => ({ name, shape, values: new Float32Array(shape.reduce((product, extent) => product * extent, 1)) });
      const dense = (name: string, from: number, to: number) => ({ kind: 'dense' as const, name, trainable: true, kernel: parameter(`${name}/kernel`, [from, to]), bias: null });
      return { inputShape: [1, 1, 1], layers: [dense('a', 1, units), dense('b', units, 2)] };
    };
    expect(planJacobian(wide(65_535), 1, { of: 'b' }, 'always').chain).not.toBeNull();
    expect(planJacobian(wide(65_536), 1, { of: 'b' }, 'always').chain).toBeNull();
  });

  it('holds as many images at a time as budget and binding allow', async () => {
    const chain = planJacobian(await deep(), 8, { of: 'relu3' }).chain!;
    expect(imagesPerGroup(chain, 8, 2 * 3 * chain.levelBytes, 1e9)).toBe(3);
    expect(imagesPerGroup(chain, 8, 2 * 3 * chain.levelBytes - 1, 1e9)).toBe(2);
    expect(imagesPerGroup(chain, 8, 1e9, 4 * 784 * 171 * 2)).toBe(2);
    expect(imagesPerGroup(chain, 8, 1, 1)).toBe(1);
  });
});

describe('batch statistics', () => {
  it('cross the norm with all images at once, and keep a row’s own channel alone alive', async () => {
    const { network } = await oracleProblem('seed-relu1-batch');
    const plan = planJacobian(network, 3, { of: 'relu1', batchNorm: 'batch' });
    expect(plan.chain!.coupled).toBe(true);
    expect(plan.blocks.map(({ structure, width }) => [structure, width])).toEqual([['channel', 25], ['channel', 1], ['channel', 1], ['channel', 1]]);
    expect(plan.denseMultiplyAdds / plan.multiplyAdds).toBeGreaterThan(1000);
  });
});

describe('dense rows', () => {
  it('have every block as wide as its parameter, at its columns', async () => {
    const plan = spread(planJacobian(await deep(), 1, { of: 'relu3' }))!;
    expect(plan.rowWidth).toBe(6000);
    expect(plan.blocks.every(({ structure, offset, width, start, size }) => structure === 'all' && offset === start && width === size)).toBe(true);
  });

  it('are not made where a batch norm with batch statistics writes own numbers, nor with respect to the input', async () => {
    const { network } = await oracleProblem('seed-relu1-batch');
    expect(spread(planJacobian(network, 3, { of: 'relu1', batchNorm: 'batch' }))).toBeNull();
    expect(spread(planJacobian(network, 1, { of: 'relu1', wrt: 'input' }))).toBeNull();
  });
});
