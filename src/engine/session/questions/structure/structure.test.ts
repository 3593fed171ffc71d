// The structure of the reference network's Jacobian against its rows, one by one; of others against dense decompositions.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Exploration, Spectrum } from '../../../protocol.ts';
import { jacobiSingularValues } from '../../../testing/jacobiSingularValues.ts';
import { fromDisk, PUBLIC } from '../../../testing/publicFolder.ts';
import { Session } from '../../session.ts';
import { effectiveRank } from './spectrum.ts';

const session = new Session(PUBLIC, fromDisk);
let exploration: Exploration;
let rows: number[][];

const rowsOf = async ({ id, layer: { shape: [H, W, C] } }: Exploration) => {
  const all: number[][] = [];
  for (let i = 0; i < H; i++) for (let j = 0; j < W; j++) for (let c = 0; c < C; c++) all.push(Array.from((await session.row(id, { i, j, c })).values));
  return all;
};
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, k) => sum + value * b[k], 0);
const cosine = (a: readonly number[], b: readonly number[]) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
const whole = { channel: null, layer: null, agreed: true };

beforeAll(async () => {
  await session.open(() => {}, { backend: 'cpu' });
  exploration = await session.explore({ digit: 3, of: 'relu1' });
  rows = await rowsOf(exploration);
}, 60_000);

function expectValues(got: Spectrum, truth: readonly number[]): void {
  expect(got.values.length).toBe(truth.length);
  // The session's rows are rounded to 32 bits, which moves a singular value by no more than ‖δJ‖.
  truth.forEach((value, k) => expect(Math.abs(got.values[k] - value)).toBeLessThan(2 ** -24 * got.norm));
}

describe('spectrum of the reference network', () => {
  test('a channel: its own 28 columns, by a dense decomposition', async () => {
    const channel = 4;
    const own = rows.filter((_, r) => r % 20 === channel).map((row) => row.filter((_, p) => p % 20 === channel));
    const found = await session.ask('spectrum', { ...whole, explorationId: exploration.id, channel });
    expect([found.rows, found.columns]).toEqual([576, 28]);
    expectValues(found, jacobiSingularValues(own));
    // The bias and beta give parallel columns, and gamma's is a mixture of the kernel's and beta's.
    expect(found.rank).toBeLessThanOrEqual(26);
  });

  test('the whole is the union of its channels, and sums to ‖J‖²', async () => {
    const all = await session.ask('spectrum', { ...whole, explorationId: exploration.id });
    const each: number[] = [];
    for (let channel = 0; channel < 20; channel++) each.push(...(await session.ask('spectrum', { ...whole, explorationId: exploration.id, channel })).values);
    expectValues(all, each.sort((a, b) => b - a));
    const squares = rows.reduce((sum, row) => sum + dot(row, row), 0);
    expect(Math.abs(all.norm ** 2 / squares - 1)).toBeLessThan(1e-7);
    expect(all.pieces.length).toBe(20);
    expect(all.pieces.reduce((sum, { rank }) => sum + rank, 0)).toBe(all.rank);
    expect(all.effectiveRank).toBeGreaterThan(1);
  });

  test('vectors: J v = σ u, both of length one', async () => {
    const request = { explorationId: exploration.id, channel: null, layer: null, index: 2 };
    const { value, right, left, channel } = await session.ask('singularVector', request);
    const image = rows.map((row) => row.reduce((sum, entry, p) => sum + entry * right[p], 0));
    image.forEach((entry, r) => expect(Math.abs(entry - value * left[r])).toBeLessThan(1e-5 * value));
    expect(Math.abs(Math.sqrt(dot(Array.from(left), Array.from(left))) - 1)).toBeLessThan(1e-6);
    expect(right.every((entry, p) => entry === 0 || p % 20 === channel)).toBe(true);
    await expect(session.ask('singularVector', { ...request, index: 560 })).rejects.toThrow('singular value: 560 is not one of the 560');
  });

  test('what is not there is refused by name', async () => {
    await expect(session.ask('spectrum', { ...whole, explorationId: exploration.id, channel: 20 })).rejects.toThrow('channel: 20 is not one of relu1; choose 0 to 19');
    await expect(session.ask('spectrum', { ...whole, explorationId: exploration.id, layer: 'fc2' })).rejects.toThrow('layer: fc2 has no columns here; choose one of conv1, bn1');
  });
});

test('effective rank: of equals their number, of one alone one, of nothing none', () => {
  expect(effectiveRank(Float64Array.of(2, 2, 2, 2))).toBeCloseTo(4, 12);
  expect(effectiveRank(Float64Array.of(5, 0, 0))).toBeCloseTo(1, 12);
  expect(effectiveRank(Float64Array.of(0, 0))).toBe(0);
});

describe('the tangent kernel', () => {
  test('between units is J Jᵀ of their rows', async () => {
    const { n, values, units, off } = await session.ask('unitKernel', { explorationId: exploration.id, units: { kind: 'strongest', count: 30 } });
    expect([n, off]).toEqual([30, 0]);
    const indices = units.map(({ i, j, c }) => (i * 24 + j) * 20 + c);
    const strongest = Array.from(exploration.rowNorms, (norm, r) => ({ norm, r })).sort((a, b) => b.norm - a.norm).slice(0, 30);
    expect(indices.toSorted((a, b) => a - b)).toEqual(strongest.map(({ r }) => r).sort((a, b) => a - b));
    indices.forEach((a, x) => indices.forEach((b, y) => expect(Math.abs(values[x * n + y] - dot(rows[a], rows[b]))).toBeLessThan(1e-6 * strongest[0].norm ** 2)));
  });

  test('at a position: one unit a channel; those that are off are counted, not drawn', async () => {
    const { n, values, units, off } = await session.ask('unitKernel', { explorationId: exploration.id, units: { kind: 'position', i: 11, j: 12 } });
    expect(n + off).toBe(20);
    expect(units.every(({ i, j, c }) => i === 11 && j === 12 && exploration.rowNorms[(11 * 24 + 12) * 20 + c] > 0)).toBe(true);
    // Units of different maps share no parameter.
    expect(values.every((value, at) => Math.floor(at / n) === at % n || value === 0)).toBe(true);
  });

  test('between images is the sum over units of their rows’ products', async () => {
    const { n, values, images } = await session.ask('digitKernel', { explorationId: exploration.id, perClass: 1 });
    expect([n, images.map(({ label }) => label)]).toEqual([10, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]);
    for (const [a, b] of [[7, 7], [7, 3]]) {
      const [first, second] = [await session.explore({ digit: images[a].index, of: 'relu1' }), await session.explore({ digit: images[b].index, of: 'relu1' })];
      const [x, y] = [await rowsOf(first), await rowsOf(second)];
      const truth = x.reduce((sum, row, r) => sum + dot(row, y[r]), 0);
      expect(Math.abs(values[a * n + b] / truth - 1)).toBeLessThan(1e-6);
    }
  }, 60_000);
});

test('nearly parallel rows: the pairs, partners and groups that all pairs give', async () => {
  exploration = await session.explore({ digit: 3, of: 'relu1' });
  const found = await session.ask('parallel', { explorationId: exploration.id, above: 0.999 });
  const alive = rows.map((row, r) => ({ row, r })).filter(({ row }) => row.some((value) => value !== 0));
  expect([found.alive, found.compared, found.off]).toEqual([alive.length, alive.length, rows.length - alive.length]);
  const partners = new Float32Array(rows.length);
  let pairs = 0;
  for (let c = 0; c < 20; c++) {
    const own = alive.filter(({ r }) => r % 20 === c).map(({ row, r }) => ({ r, row: row.filter((_, p) => p % 20 === c) }));
    own.forEach((a, k) => own.slice(k + 1).forEach((b) => {
      if (cosine(a.row, b.row) <= 0.999) return;
      pairs++;
      partners[a.r]++;
      partners[b.r]++;
    }));
  }
  expect(pairs).toBeGreaterThan(0);
  expect(found.pairs).toBe(pairs);
  expect(found.partners).toEqual(partners);
  expect(found.groups.reduce((sum, { size }) => sum + size, 0)).toBe(found.groupCount > 200 ? expect.any(Number) : found.units);
  expect(found.groups.every(({ least, greatest, size }, k) => least > 0.999 && greatest <= 1 && (k === 0 || size <= found.groups[k - 1].size))).toBe(true);
  await expect(session.ask('parallel', { explorationId: exploration.id, above: 0.5 })).rejects.toThrow('cosine: 0.5 is no bound for nearly parallel');
});

describe('where channels share columns', () => {
  test('a softmax of ten rows: wider than tall', async () => {
    const ten = await session.explore({ digit: 3, of: 'softmax', wrt: ['conv1/kernel', 'bn1/beta', 'fc2/bias'] });
    const its = await rowsOf(ten);
    const found = await session.ask('spectrum', { ...whole, explorationId: ten.id });
    const transposed = its[0].map((_, p) => its.map((row) => row[p]));
    expect([found.values.length, found.channels]).toEqual([10, null]);
    expectValues(found, jacobiSingularValues(transposed));
    // Probabilities sum to one, so that one direction is lost.
    expect(found.values[9]).toBeLessThan(1e-12 * found.values[0]);
    const { value, left, right } = await session.ask('singularVector', { explorationId: ten.id, channel: null, layer: null, index: 1 });
    its.forEach((row, r) => expect(Math.abs(dot(row, Array.from(right)) - value * left[r])).toBeLessThan(1e-5 * value));
    const part = await session.ask('spectrum', { ...whole, explorationId: ten.id, layer: 'bn1' });
    expectValues(part, jacobiSingularValues(transposed.slice(500, 520)));
  });

  test('the three-block network’s middle: all pairs of rows, with and without directions', async () => {
    await session.choose('three-block');
    const middle = await session.explore({ digit: 3, of: 'pool2', wrt: ['conv1/kernel', 'conv2/bias'] });
    const its = await rowsOf(middle);
    const found = await session.ask('parallel', { explorationId: middle.id, above: 0.99 });
    const alive = its.filter((row) => row.some((value) => value !== 0));
    let pairs = 0;
    const lengths = alive.map((row) => Math.sqrt(dot(row, row)));
    alive.forEach((a, k) => alive.slice(k + 1).forEach((b, m) => (pairs += dot(a, b) > 0.99 * lengths[k] * lengths[k + 1 + m] ? 1 : 0)));
    expect(pairs).toBeGreaterThan(0);
    expect(found.pairs).toBe(pairs);
    const all = await session.ask('spectrum', { ...whole, explorationId: middle.id });
    expectValues(all, jacobiSingularValues(its));
  }, 60_000);
});
