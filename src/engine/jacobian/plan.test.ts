import { describe, expect, it } from 'vitest';
import { oracleProblem } from '../testing/oracleTable.ts';
import { workgroupGrid } from '../gpu/compute.ts';
import { rowsPerChunk, rowsPerSlab } from './pulls.ts';
import { planJacobian, type PlanRequest } from './plan.ts';

const seed = async () => (await oracleProblem('seed-relu1')).network;

describe('the plan of the reference problem', () => {
  it('keeps one number of one channel alive: 28 compact numbers a row', async () => {
    const plan = planJacobian(await seed(), 1, { of: 'relu1' });
    expect(plan.method).toBe('structured');
    expect([plan.rows, plan.columns, plan.rowWidth, plan.largestWindow]).toEqual([11520, 560, 28, 1]);
    expect(plan.blocks.map(({ parameter, structure, width, offset, start, size }) => [parameter, structure, width, offset, start, size])).toEqual([
      ['conv1/kernel', 'channel', 25, 0, 0, 500],
      ['conv1/bias', 'channel', 1, 25, 500, 20],
      ['bn1/gamma', 'channel', 1, 26, 520, 20],
      ['bn1/beta', 'channel', 1, 27, 540, 20],
    ]);
  });

  it('takes about a 10 000th of the multiply-adds of dense cotangents, and says so', async () => {
    const plan = planJacobian(await seed(), 1, { of: 'relu1' });
    expect(plan.multiplyAdds).toBe(11520 * (1 + 3 + 26));
    expect(plan.denseMultiplyAdds / plan.multiplyAdds).toBe(11520);
    expect(plan.why).toMatch(/single cell of one channel, which takes 11 520 times fewer/);
  });

  it('spreads to the whole map below a dense layer, with every parameter dense there', async () => {
    const plan = planJacobian(await seed(), 1, { of: 'softmax' });
    expect([plan.rows, plan.columns, plan.largestWindow]).toEqual([10, 115770, 11520]);
    expect(plan.blocks.every(({ structure }) => structure === 'all')).toBe(true);
  });

  it('goes no further down than it is asked', async () => {
    const plan = planJacobian(await seed(), 1, { of: 'relu1', wrt: ['bn1/beta', 'bn1/gamma'] });
    expect(plan.blocks.map(({ parameter }) => parameter)).toEqual(['bn1/gamma', 'bn1/beta']);
    expect(plan.steps.at(-1)!.pulls).toEqual([]);
    expect(plan.sites[plan.steps.at(-1)!.at].layer.name).toBe('bn1');
  });

  it('couples the images below a batch norm with batch statistics', async () => {
    const plan = planJacobian(await seed(), 3, { of: 'relu1', batchNorm: 'batch' }, 'never');
    expect(plan.largestWindow).toBe(3 * 11520);
  });

  it.each([
    [{ of: 'relu9' }, /^layer: relu9 .*conv1, bn1, relu1/],
    [{ of: 'relu1', wrt: ['fc2/kernel'] }, /^parameter: fc2\/kernel .*conv1\/kernel/],
    [{ of: 'relu1', wrt: [] }, /^parameters: none/],
    [{ of: 'relu1', rows: { start: 11519, count: 2 } }, /^rows: 11519 to 11520 .*0 to 11519/],
    [{ of: 'relu1', rows: { start: 0.5, count: 1 } }, /^rows: /],
    [{ of: '__proto__' }, /^layer: __proto__ /],
    [{ of: 'relu1', wrt: ['constructor'] }, /^parameter: constructor /],
    [{ of: 'relu1', method: 'fastest' }, /^method: fastest .*; use auto, structured, batched or loop/],
    [{ of: 'relu1', batchNorm: 'training' }, /^batch norm: training .*; use inference or batch/],
  ])('refuses %j and says what to do', async (request, message) => {
    const network = await seed();
    expect(() => planJacobian(network, 1, request as PlanRequest)).toThrow(message);
  });

  it.each([0, -1, 1.5, Number.NaN, Infinity])('refuses %s images', async (images) => {
    const network = await seed();
    expect(() => planJacobian(network, images, { of: 'relu1' })).toThrow(/^images: .*; give a positive whole number/);
  });
});

describe('limits', () => {
  it('folds a dispatch into two dimensions just past the limit of one', () => {
    expect(workgroupGrid(65535 * 64, 64, 65535)).toEqual([65535, 1]);
    expect(workgroupGrid(65535 * 64 + 1, 64, 65535)).toEqual([32768, 2]);
    const [x, y] = workgroupGrid(1e9, 64, 65535);
    expect(x * y * 64).toBeGreaterThanOrEqual(1e9);
    expect(() => workgroupGrid(65535 * 65535 * 64 + 1, 64, 65535)).toThrow(/^dispatch: /);
  });

  it('keeps cotangents within the budget and within one binding', () => {
    const plan = { method: 'batched', largestWindow: 1000, cotangents: 2, rows: 5000 } as const;
    expect(rowsPerChunk(plan, 8e6, 1e9)).toBe(1000);
    expect(rowsPerChunk({ ...plan, cotangents: 4 }, 8e6, 1e9)).toBe(500);
    expect(rowsPerChunk(plan, 1e12, 4000 * 77)).toBe(77);
    expect(rowsPerChunk(plan, 1e12, 4000 * 77 - 1)).toBe(76);
    expect(rowsPerChunk(plan, 1, 1)).toBe(1);
    expect(rowsPerChunk({ ...plan, method: 'loop' }, 1e12, 1e12)).toBe(1);
  });

  it('splits compact rows where one binding ends', () => {
    expect(rowsPerSlab({ rowWidth: 28, rows: 11520 }, 28 * 4 * 11520)).toBe(11520);
    expect(rowsPerSlab({ rowWidth: 28, rows: 11520 }, 28 * 4 * 11520 - 1)).toBe(11519);
  });
});
