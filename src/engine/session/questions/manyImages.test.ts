// Means over many images against rows, one by one; what a stop leaves, and what goes on.
import { beforeAll, describe, expect, test } from 'vitest';
import type { ManyImagesRequest, Questions, RunState } from '../../protocol.ts';
import { fromDisk, PUBLIC } from '../../testing/publicFolder.ts';
import { Session } from '../session.ts';

const session = new Session(PUBLIC, fromDisk);
let run: RunState;

beforeAll(async () => {
  ({ run } = await session.open(() => {}, { backend: 'cpu' }));
}, 60_000);

const request = (): ManyImagesRequest => ({ revision: run.revision, of: 'relu1', batchNorm: 'inference', set: { kind: 'class', label: 4 }, count: 3 });

/** The images of a class that are for validation, spread as the answer's are. */
async function validation(label: number | null, outcome: 'any' | 'wrong', count: number): Promise<number[]> {
  const found: number[] = [];
  for (let page; !page?.end; ) {
    page = await session.browse({ label, split: 'validation', outcome, offset: found.length, count: 500 });
    found.push(...page.items.map(({ index }) => index));
    if (outcome === 'wrong' && found.length >= count) break;
  }
  return outcome === 'wrong' ? found.slice(0, count) : Array.from({ length: count }, (_, k) => found[Math.floor((k * found.length) / count)]);
}

async function byRows(digits: readonly number[], of: string, [H, W, C]: readonly number[], wrt?: 'input') {
  const units = new Float64Array(H * W * C);
  let columns = new Float64Array(0);
  for (const digit of digits) {
    const { id } = await session.explore({ digit, of, ...(wrt ? { wrt } : {}) });
    for (let r = 0; r < units.length; r++) {
      const { values } = await session.row(id, { i: Math.floor(r / (W * C)), j: Math.floor(r / C) % W, c: r % C });
      if (columns.length === 0) columns = new Float64Array(values.length);
      values.forEach((value, p) => {
        units[r] += Math.abs(value) / values.length / digits.length;
        columns[p] += Math.abs(value) / units.length / digits.length;
      });
    }
  }
  return { units, columns };
}

function near(got: Float32Array, truth: Float64Array): void {
  const most = Math.max(...truth);
  expect(got.length).toBe(truth.length);
  truth.forEach((value, k) => expect(Math.abs(got[k] - value)).toBeLessThan(1e-6 * most));
}

test('means over images of a class are those of their rows', async () => {
  const { units, columns, images, total, deadUnits, unfelt, batch } = await session.ask('manyImages', request());
  expect([images, total, batch]).toEqual([3, 3, null]);
  const truth = await byRows(await validation(4, 'any', 3), 'relu1', [24, 24, 20]);
  near(units, truth.units);
  near(columns, truth.columns);
  expect(deadUnits).toBe(truth.units.filter((value) => value === 0).length);
  expect(unfelt).toBe(truth.columns.filter((value) => value === 0).length);
}, 60_000);

test('the wrongly classified ones, and of one image what its rows say', async () => {
  const wanted = { ...request(), of: 'softmax', wrt: ['fc2/bias', 'bn1/gamma'], set: { kind: 'wrong' as const }, count: 2 };
  const { units, images } = await session.ask('manyImages', wanted);
  expect(images).toBe(2);
  const wrong = await validation(null, 'wrong', 2);
  const each: Questions['oneImage']['answer'][] = [];
  for (const digit of wrong) {
    const { id } = await session.explore({ digit, of: 'softmax', wrt: ['fc2/bias', 'bn1/gamma'] });
    each.push(await session.ask('oneImage', { explorationId: id }));
  }
  near(units, Float64Array.from(units, (_, r) => (each[0].units[r] + each[1].units[r]) / 2));
});

test('a stop leaves the means of whole images, and asking again goes on', async () => {
  const wanted = { ...request(), set: { kind: 'validation' as const }, count: 12 };
  expect(await session.ask('manyImagesSoFar', wanted)).toBeNull();
  const whole = session.ask('manyImages', wanted).then(() => 'done', (error: unknown) => (error as Error).name);
  await expect.poll(async () => (await session.ask('manyImagesSoFar', wanted))?.images ?? 0, { interval: 5 }).toBeGreaterThan(1);
  await session.cancel('manyImages');
  expect(await whole).toBe('AbortError');
  const half = (await session.ask('manyImagesSoFar', wanted))!;
  expect(half.images).toBeGreaterThan(1);
  expect(half.images).toBeLessThan(12);
  const { images, seconds } = await session.ask('manyImages', wanted);
  expect(images).toBe(12);
  expect(seconds).toBeGreaterThan(half.seconds);
  const again = await session.ask('manyImages', wanted);
  expect(again.seconds).toBe(seconds);
});

test('none is no number of images', async () => {
  await expect(session.ask('manyImages', { ...request(), count: 0 })).rejects.toThrow('images: 0 of them are none to look at');
});

describe('of a perceptron', () => {
  beforeAll(async () => {
    run = await session.choose('mlp');
  }, 60_000);

  test('with respect to the input, columns are the pixels of every image', async () => {
    const { columns, units, images } = await session.ask('manyImages', { ...request(), of: 'relu2', wrt: 'input', set: { kind: 'validation' }, count: 4 });
    expect(images).toBe(4);
    const truth = await byRows(await validation(null, 'any', 4), 'relu2', [1, 1, 32], 'input');
    near(columns, truth.columns);
    near(units, truth.units);
  });

  test('with batch statistics whole batches are taken', async () => {
    const found = await session.ask('manyImages', { ...request(), of: 'bn1', wrt: ['fc1/bias', 'bn1/beta'], batchNorm: 'batch', set: { kind: 'validation' }, count: 10 });
    expect([found.images, found.batch]).toEqual([8, 8]);
    // The mean is subtracted again: a bias before a batch norm is felt by nobody.
    expect(found.columns.slice(0, 64).every((value) => value < 1e-12)).toBe(true);
    expect(found.columns.slice(64).every((value) => value > 0)).toBe(true);
  });
});
