// Both sides of a comparison against explorations of each, and differences and cosines by their definition.
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Compared, CompareRequest, EngineEvent, Exploration, RunEntry } from '../../protocol.ts';
import { fromDisk, PUBLIC } from '../../testing/publicFolder.ts';
import { DEFAULT_SETTINGS } from '../../train/settings.ts';
import { Session } from '../session.ts';

const session = new Session(PUBLIC, fromDisk);
const settings = { ...DEFAULT_SETTINGS, imagesPerClass: 2, batchSize: 8, epochs: 1, validationImages: 20, filters: 2 };
const unit = { i: 11, j: 12, c: 1 };
const question = { digit: 3, of: 'relu1' };
let runs: readonly RunEntry[] = [];
let exploration: Exploration;

async function train(change: Partial<typeof settings>): Promise<void> {
  phase = '';
  await session.train({ ...settings, ...change });
  await vi.waitUntil(() => phase === 'finished', { timeout: 60_000, interval: 50 });
}
let phase = '';

beforeAll(async () => {
  await session.open(
    (event: EngineEvent) => {
      if (event.kind === 'run') phase = event.run.phase;
      if (event.kind === 'runs') runs = event.runs;
    },
    { backend: 'cpu' },
  );
  await train({ seed: 2, kernelSize: 3, filters: 3 });
  await train({ seed: 7 });
  await train({ seed: 1 });
  exploration = await session.explore(question);
}, 180_000);

const ask = (other: Partial<CompareRequest['other']>, change: Partial<CompareRequest> = {}) =>
  session.ask('compare', { explorationId: exploration.id, unit, norms: true, ...change, other: { question, unit, weights: { kind: 'shown' }, ...other } });

const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).reduce((sum, value, k) => sum + value * b[k], 0);
const cosine = (a: ArrayLike<number>, b: ArrayLike<number>) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
const largest = (values: ArrayLike<number>) => Math.max(...Array.from(values, Math.abs));
const apart = (a: ArrayLike<number>, b: ArrayLike<number>) => largest(Array.from(a, (value, k) => value - b[k]));

/** The other side as an exploration of its own, and what the comparison says of it. */
async function holds(compared: Compared, other: Exploration, otherUnit = unit) {
  const [one, theirs] = [await session.row(exploration.id, unit), await session.row(other.id, otherUnit)];
  expect(compared.sides.map(({ activation }) => activation)).toEqual([one.activation, expect.closeTo(theirs.activation, 5)]);
  expect(compared.sides[1].norm).toBeCloseTo(theirs.norm, 3);
  for (const [k, block] of exploration.blocks.entries()) {
    const [mine, yours] = [one, theirs].map(({ values }) => values.subarray(block.start, block.start + block.size));
    const { norms, ratio, cosine: told, part } = compared.blocks[k];
    expect(Math.abs(norms[1] - theirs.blockNorms[k])).toBeLessThanOrEqual(1e-6 * (theirs.norm || 1));
    if (norms[0] > 0) expect(ratio).toBeCloseTo(norms[1] / norms[0], 10);
    if (norms[0] > 0 && norms[1] > 0) expect(told).toBeCloseTo(cosine(mine, yours), 5);
    else expect(told).toBeNull();
    // Each uses the numbers of its own channel.
    const own = (values: Float32Array, c: number) => values.filter((_, p) => p % block.channels === c);
    expect(apart(part!.one, own(mine, unit.c))).toBe(0);
    expect(apart(part!.other, own(yours, otherUnit.c))).toBeLessThanOrEqual(1e-6 * (largest(yours) || 1));
    expect(apart(part!.difference, part!.other.map((value, p) => value - part!.one[p]))).toBeLessThanOrEqual(1e-6 * (largest(part!.difference) || 1));
  }
  const map = (values: Float32Array, c: number) => values.filter((_, r) => r % 2 === c);
  expect(apart(compared.activations!.other, map(other.activations, otherUnit.c))).toBeLessThanOrEqual(1e-5);
  expect(apart(compared.rowNorms!.one, map(exploration.rowNorms, unit.c))).toBe(0);
  expect(apart(compared.rowNorms!.other, map(other.rowNorms, otherUnit.c))).toBeLessThanOrEqual(1e-5 * largest(other.rowNorms));
}

describe('the other side is what exploring it shows', () => {
  test('another unit', async () => {
    const there = { i: 14, j: 9, c: 0 };
    const compared = await ask({ unit: there });
    await holds(compared, exploration, there);
    expect(compared.blocks.map(({ part }) => part!.shape)).toEqual([[5, 5, 1, 1], [1], [1], [1]]);
    // Of different channels the whole arrays share no number.
    expect(compared.blocks[0].cosine === null || compared.blocks[0].cosine === 0).toBe(true);
  });

  test('another image', async () => {
    const compared = await ask({ question: { ...question, digit: 40 } });
    const other = await session.explore({ ...question, digit: 40 });
    expect(compared.sides.map(({ label, predicted }) => [label, predicted])).toEqual([exploration, other].map(({ digit, predicted }) => [digit.label, predicted]));
    await holds(compared, other);
  });

  test('another moment', async () => {
    const compared = await ask({ weights: { kind: 'moment', iteration: 1 } });
    await session.look(1);
    const then = await session.explore(question);
    await session.look(null);
    expect(compared.cosine).not.toBe(1);
    await holds(compared, then);
  });

  test('units of a layer without maps: all of them side by side', async () => {
    const of = 'softmax';
    const [one, other] = [await session.explore({ digit: 3, of }), await session.explore({ digit: 40, of })];
    const compared = await ask({ question: { digit: 40, of }, unit: { i: 0, j: 0, c: 5 } }, { explorationId: one.id, unit: { i: 0, j: 0, c: 2 } });
    expect(compared.activations).toMatchObject({ shape: [1, 10], one: one.activations });
    expect(apart(compared.activations!.other, other.activations)).toBeLessThanOrEqual(1e-5);
    expect(apart(compared.rowNorms!.other, other.rowNorms)).toBeLessThanOrEqual(1e-5 * largest(other.rowNorms));
    exploration = await session.explore(question);
  });

  test('another run, of another seed', async () => {
    const { id } = runs.find((run) => run.settings.seed === 7)!;
    const compared = await ask({ weights: { kind: 'run', id } });
    const { moment, revision } = await session.look(null);
    expect(moment).toBeNull();
    const shown = session.ask('compare', { explorationId: exploration.id, unit, norms: false, other: { question, unit, weights: { kind: 'shown' } } });
    expect((await shown).cosine === null || Math.abs((await shown).cosine! - 1) < 1e-6).toBe(true);
    expect(revision).toBeGreaterThan(0);
    await session.openRun(id);
    const other = await session.explore(question);
    await holds(compared, other);
    await session.openRun(runs.find((run) => run.settings.seed === 1)!.id);
  });
});

test('with batch statistics the convolution’s bias is exactly zero, and it is said that the mean takes it away', async () => {
  const strong = exploration.rowNorms.indexOf(Math.max(...exploration.rowNorms));
  const on = { i: Math.floor(strong / 48), j: Math.floor(strong / 2) % 24, c: strong % 2 };
  const { blocks, takenAway } = await ask({ question: { ...question, batchNorm: 'batch', images: 2 }, unit: on }, { unit: on });
  const bias = blocks.find(({ parameter }) => parameter === 'conv1/bias')!;
  expect(takenAway).toEqual(['conv1/bias']);
  expect(bias.norms[0]).toBeGreaterThan(0);
  expect(bias.norms[1]).toBe(0);
  expect(Array.from(bias.part!.other)).toEqual([0]);
  expect(bias.cosine).toBeNull();
}, 30_000);

test('a run of another shape is compared as far as it can be, and the rest is said', async () => {
  const { id } = runs.find((run) => run.settings.kernelSize === 3)!;
  const there = await ask({ weights: { kind: 'run', id } });
  const [kernel, bias] = there.blocks;
  expect(kernel).toMatchObject({ part: null, cosine: null, why: 'conv1/kernel is 5×5×1×2 on one side and 3×3×1×3 on the other, so only lengths can be compared.' });
  expect(bias.part).toMatchObject({ shape: [1] });
  expect(there).toMatchObject({ activations: null, rowNorms: null });
  const far = await ask({ weights: { kind: 'run', id }, unit: { i: 99, j: 2, c: 7 } });
  expect(far.sides[1].unit).toEqual({ i: 25, j: 2, c: 2 });
  expect((await ask({ weights: { kind: 'run', id }, unit: { i: 25, j: 26, c: 2 } })).sides[1].unit).toEqual({ i: 25, j: 25, c: 2 });
  expect(far.notes[0]).toMatch(/^The other side has no unit \(99, 2\) of map 7: its layer is 26×26×3/);
});

test('what is not kept is refused by name', async () => {
  await expect(ask({ weights: { kind: 'moment', iteration: 77 } })).rejects.toThrow('iteration: 77 is not kept');
  await expect(ask({ weights: { kind: 'run', id: 'none' } })).rejects.toThrow('run: none is no longer kept');
  await expect(ask({ question: { ...question, of: 'relu9' } })).rejects.toThrow('has no relu9');
});
