import { describe, expect, it } from 'vitest';
import { planFor } from '../index.ts';
import { oracleProblem } from '../testing/oracleTable.ts';
import { describePlan } from './describePlan.ts';
import { planJacobian } from './plan.ts';

const seed = async () => (await oracleProblem('seed-relu1')).network;

describe('a plan in words', () => {
  it('says rows, columns, what a row holds, how much memory and why this way', async () => {
    const { sentence, bytes, denseBytes, parts, way } = describePlan(planJacobian(await seed(), 1, { of: 'relu1' }));
    expect(sentence).toBe(
      '11 520 rows by 560 columns, of which 28 a row can differ from zero: 1.29 MB instead of 25.8 MB; structured, because each row’s ' +
        'cotangent stays within a single cell of one channel, which takes 11 520 times fewer multiply-adds than dense cotangents.',
    );
    expect([bytes, denseBytes, parts, way]).toEqual([11520 * 28 * 4, 11520 * 560 * 4, 1, 'windows']);
  });

  it('says in how many parts it comes when it is larger than the budget', async () => {
    const { sentence, parts, bytes } = describePlan(planJacobian(await seed(), 500, { of: 'relu1' }), { budget: 256e6 });
    expect(bytes).toBe(500 * 11520 * 28 * 4);
    expect(parts).toBe(11);
    expect(sentence).toMatch(/645 MB instead of 12\.9 GB.* It comes in 11 parts\.$/);
  });

  it('lists windows from the top down, levels from the bottom up, with each layer’s share of a row', async () => {
    const windows = describePlan(planJacobian(await seed(), 1, { of: 'relu1' }));
    expect(windows.table.map(({ layer, window, numbers, parameters }) => [layer, window, numbers, parameters])).toEqual([
      ['relu1', [1, 1, 1], 0, 0], ['bn1', [1, 1, 1], 2, 40], ['conv1', [1, 1, 1], 26, 520],
    ]);
    const levels = describePlan(planJacobian((await oracleProblem('deep-relu3')).network, 1, { of: 'relu3' }));
    expect(levels.way).toBe('levels');
    expect(levels.table.map(({ layer, numbers }) => [layer, numbers]).filter(([, numbers]) => numbers)).toEqual([
      ['conv1', 80], ['bn1', 16], ['conv2', 1168], ['bn2', 32], ['conv3', 145], ['bn3', 2],
    ]);
  });

  it('adds each layer’s share up to the whole row, separable layers and fused activations included', async () => {
    for (const name of ['depthwise', 'overlapping-pool', 'strided', 'mlp'] as const) {
      const { network, oracle } = await oracleProblem(name);
      const plan = await planFor(network, 2, { of: oracle.of, device: null });
      expect(plan.table.reduce((total, { numbers }) => total + numbers, 0)).toBe(plan.numbersPerRow);
      expect(plan.table.reduce((total, { parameters }) => total + parameters, 0)).toBe(plan.columns);
      expect(plan.table.reduce((total, { bytes }) => total + bytes, 0)).toBe(plan.bytes);
    }
  });

  it('adds each layer’s multiply-adds up to the plan’s, by windows, by levels, with batch statistics and for the input', async () => {
    const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);
    for (const [name, more] of [['deep-relu3', {}], ['deep-relu3', { rows: { start: 1400, count: 100 } }], ['deep-small', { wrt: 'input' }], ['deep-small', { method: 'batched' }], ['deep-small-batch', {}], ['seed-softmax', {}]] as const) {
      const { network, oracle, images } = await oracleProblem(name);
      const plan = planJacobian(network, images.shape[0], { of: oracle.of, batchNorm: oracle.batchNorm, ...more });
      const { table } = describePlan(plan);
      expect(sum(table.map(({ multiplyAdds }) => multiplyAdds)) / plan.multiplyAdds).toBeCloseTo(1, 9);
      expect(sum(table.map(({ denseMultiplyAdds }) => denseMultiplyAdds)) / plan.denseMultiplyAdds).toBeCloseTo(1, 9);
    }
  });

  it('says how often rows are pulled down within the budget, and when it is too small for one', async () => {
    const { network } = await oracleProblem('seed-relu1');
    const plan = planJacobian(network, 1, { of: 'relu1', method: 'batched' });
    expect(describePlan(plan).passes).toBe(Math.ceil(11520 / Math.floor(128e6 / (4 * 11520))));
    expect(describePlan(planJacobian(network, 1, { of: 'relu1', method: 'loop' })).passes).toBe(11520);
    const { fits, leastBudget, sentence } = describePlan(plan, { budget: 50_000 });
    expect(fits).toBe(false);
    expect(leastBudget).toBeGreaterThan(50_000);
    expect(sentence).toMatch(/ 50 kB are too few for even one row: it takes \d+ kB\.$/);
  });
});
