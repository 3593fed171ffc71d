import { describe, expect, it } from 'vitest';
import { jacobianStream } from '../index.ts';
import { oracleProblem } from '../testing/oracleTable.ts';
import { expectParts, expectStatistics } from '../testing/expectStatistics.ts';
import { planJacobian } from './plan.ts';
import { leastBudget, partRanges } from './stream.ts';

describe('how a stream is cut', () => {
  it('takes whole images while several fit', async () => {
    const { network } = await oracleProblem('seed-relu1');
    const plan = planJacobian(network, 500, { of: 'relu1' });
    const ranges = partRanges(plan, { budget: 256e6, bytesPerNumber: 4 });
    expect(ranges[0].images.count).toBe(Math.floor(64e6 / (11520 * 28 * 4)));
    expect(ranges.every(({ rows }) => rows.count * 28 * 4 <= 64e6)).toBe(true);
    expect(ranges.reduce((total, { rows }) => total + rows.count, 0)).toBe(500 * 11520);
    expect(ranges.at(-1)!.images.first + ranges.at(-1)!.images.count).toBe(500);
  });

  it('takes rows of one image where an image is too large, and starts where it is told', async () => {
    const { network } = await oracleProblem('seed-relu1');
    const plan = planJacobian(network, 3, { of: 'relu1', rows: { start: 11519, count: 11523 } });
    const ranges = partRanges(plan, { budget: 4 * 28 * 4 * 5000, bytesPerNumber: 4 });
    expect(ranges.map(({ images, rows, firstRow }) => [images.first, images.count, rows.start, rows.count, firstRow])).toEqual([
      [0, 1, 11519, 1, 0], [1, 1, 0, 5000, 1], [1, 1, 5000, 5000, 5001], [1, 1, 10000, 1520, 10001], [2, 1, 0, 2, 11521],
    ]);
  });

  it('passes all images through where they are coupled', async () => {
    const { network } = await oracleProblem('seed-relu1-batch');
    const ranges = partRanges(planJacobian(network, 3, { of: 'relu1', batchNorm: 'batch' }), { budget: 4 * 28 * 4 * 20000, bytesPerNumber: 4 });
    expect(ranges.map(({ images, rows }) => [images.first, images.count, rows.start, rows.count])).toEqual([[0, 3, 0, 20000], [0, 3, 20000, 14560]]);
  });

  it('passes a part’s own images through where the input is asked for: rows of different images never meet', async () => {
    const { network } = await oracleProblem('seed-relu1');
    const plan = planJacobian(network, 500, { of: 'relu1', wrt: 'input' });
    const ranges = partRanges(plan, { budget: 8e6, bytesPerNumber: 4 });
    expect(ranges).toHaveLength(500);
    expect(ranges.every(({ images, rows }, n) => images.first === n && images.count === 1 && rows.start === 0 && rows.count === 11520)).toBe(true);
    expect([1, 500].map((images) => leastBudget(planJacobian(network, images, { of: 'relu1', wrt: 'input' }), 4))).toEqual([leastBudget(plan, 4), leastBudget(plan, 4)]);
  });

  it('passes no more images through than one buffer holds', async () => {
    const { network } = await oracleProblem('seed-relu1');
    const plan = planJacobian(network, 500, { of: 'relu1' });
    const widest = 11520 * 4;
    for (const { images } of partRanges(plan, { budget: 10e9, bytesPerNumber: 4, binding: 7 * widest + 1 })) expect(images.count).toBeLessThanOrEqual(7);
  });

  it('refuses a budget that not even one row keeps to, saying what it takes', async () => {
    const { network, images, oracle } = await oracleProblem('mlp');
    const least = leastBudget(planJacobian(network, images.shape[0], { of: oracle.of }, 'never'), 8);
    const withBudget = (budget: number) => jacobianStream(network, images, { of: oracle.of, device: null, budget });
    await expect(withBudget(least - 1)).rejects.toThrow(/^budget: .*kB where one row and the forward pass that it needs take .*kB; give more/);
    await expect(withBudget(Number.NaN)).rejects.toThrow(/^budget: NaN is not a number of bytes/);
    expect((await withBudget(least)).rows).toBe(oracle.rows);
  });
});

describe('a stream on the host', () => {
  for (const [name, more, budget] of [['deep-small', {}, 60_000], ['deep-small', { wrt: 'input' }, 60_000], ['deep-small-batch', {}, 600_000], ['mlp', {}, 30_000]] as const)
    it(`${name} ${JSON.stringify(more)}: its parts are the whole, statistics too`, async () => {
      const { network, images, oracle } = await oracleProblem(name);
      const options = { of: oracle.of, batchNorm: oracle.batchNorm, device: null, budget, ...more };
      expect(await expectParts(network, images, options, 1e-12)).toBeGreaterThan(2);
      await expectStatistics(network, images, options, 1e-9);
    });

  it('tells how far it is and how long it will take, and stops when told to', async () => {
    const { network, images, oracle } = await oracleProblem('deep-small');
    const told: number[][] = [];
    const abort = new AbortController();
    const stream = await jacobianStream(network, images, {
      of: oracle.of, device: null, budget: 60_000, signal: abort.signal, onProgress: (...progress) => void told.push(progress as number[]),
    });
    await expect(async () => {
      for await (const part of stream) if (part.firstRow > 0) abort.abort();
    }).rejects.toThrow(/abort/i);
    expect(told.length).toBeGreaterThan(0);
    const [done, rows, seconds] = told[0];
    expect(done).toBeGreaterThan(0);
    expect(rows).toBe(oracle.rows);
    expect(seconds).toBeGreaterThanOrEqual(0);
  });
});
