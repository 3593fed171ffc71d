// Rows and maps over time against explorations of a run that is wound back to each moment.
import { beforeAll, expect, test, vi } from 'vitest';
import type { EngineEvent, ExploreRequest, OverTimeRequest } from '../../protocol.ts';
import { fromDisk, PUBLIC } from '../../testing/publicFolder.ts';
import { DEFAULT_SETTINGS } from '../../train/settings.ts';
import { Session } from '../session.ts';

const session = new Session(PUBLIC, fromDisk);
const settings = { ...DEFAULT_SETTINGS, imagesPerClass: 2, batchSize: 8, epochs: 2, validationImages: 20, filters: 2 };
const unit = { i: 11, j: 12, c: 1 };

let untrained: unknown;

beforeAll(async () => {
  let phase = '';
  await session.open((event: EngineEvent) => event.kind === 'run' && (phase = event.run.phase), { backend: 'cpu' });
  untrained = await session.ask('overTime', { question: { digit: 3, of: 'relu1' }, unit, iterations: [] }).catch((error: unknown) => error);
  await session.train(settings);
  await vi.waitUntil(() => phase === 'finished', { timeout: 110_000, interval: 100 });
}, 120_000);

const largest = (values: ArrayLike<number>) => Math.max(...Array.from(values, Math.abs));

/** The row spread out from what was answered of each array. */
function spread({ lines, rows }: Awaited<ReturnType<typeof session.ask<'overTime'>>>, at: number, starts: ReadonlyMap<string, number>, columns: number): Float32Array {
  const values = new Float32Array(columns);
  let from = 0;
  for (const { parameter, positions, count } of lines) {
    positions!.forEach((position, k) => (values[starts.get(parameter)! + position] = rows[at].entries[from + k]));
    from += count;
  }
  return values;
}

const questions: [string, ExploreRequest][] = [
  ['inference', { digit: 3, of: 'relu1' }],
  ['batch statistics', { digit: 3, of: 'bn1', batchNorm: 'batch', images: 2 }],
  ['by the input', { digit: 3, of: 'relu1', wrt: 'input' }],
];

test.each(questions)('every moment is what exploring it shows: %s', async (_name, question) => {
  // Batch statistics take the reference long.
  const iterations = question.batchNorm ? [1] : [0, 1, 4];
  const before = (await session.look(null)).moment;
  const [answer, maps] = [await session.ask('overTime', { question, unit, iterations }), await session.ask('mapsOverTime', { question, channel: unit.c, iterations })];
  expect(before).toBeNull();
  expect(answer.kept.map(({ iteration }) => iteration)).toEqual([0, 1, 2, 3, 4]);
  for (const [at, iteration] of iterations.entries()) {
    await session.look(iteration);
    const exploration = await session.explore(question);
    const row = await session.row(exploration.id, unit);
    const starts = new Map(exploration.blocks.map(({ parameter, start }) => [parameter, start]));
    const followed = spread(answer, at, starts, row.values.length);
    expect(largest(row.values.map((value, p) => value - followed[p]))).toBeLessThanOrEqual(1e-6 * (largest(row.values) || 1));
    expect(answer.rows[at].activation).toBeCloseTo(row.activation, 5);
    expect(answer.rows[at].norm).toBeCloseTo(row.norm, 4);
    row.blockNorms.forEach((norm, k) => expect(Math.abs(answer.rows[at].blockNorms[k] - norm)).toBeLessThanOrEqual(1e-6 * (row.norm || 1)));
    const norms = exploration.rowNorms.filter((_, r) => r % 2 === unit.c);
    expect(maps.shape).toEqual([24, 24]);
    expect(largest(norms.map((norm, k) => norm - maps.maps[at].norms[k]))).toBeLessThanOrEqual(1e-6 * largest(norms));
  }
  await session.look(null);
}, 60_000);

test('moments differ, and what is on show stays: its number and its weights', async () => {
  const { revision } = await session.look(2);
  const filters = await session.saveModel();
  const { rows } = await session.ask('overTime', { question: { digit: 3, of: 'conv1' }, unit, iterations: [0, 4] });
  expect(rows[0].activation).not.toBe(rows[1].activation);
  expect(await session.saveModel()).toEqual(filters);
  const again = await session.look(2);
  expect(again.moment).toBe(2);
  expect(again.revision).toBeGreaterThanOrEqual(revision);
  await session.look(null);
});

test('a moment keeps its stamp while its weights are the same, and answers again at once', async () => {
  const request: OverTimeRequest = { question: { digit: 5, of: 'relu1' }, unit, iterations: [0, 1, 2, 3, 4] };
  const first = await session.ask('overTime', request);
  const again = await session.ask('overTime', request);
  expect(again.rows.map((row, k) => row.entries === first.rows[k].entries)).toEqual(Array.from({ length: 5 }, () => true));
  expect(again.kept).toEqual(first.kept);
  expect(new Set(first.kept.map(({ stamp }) => stamp)).size).toBe(5);
});

test('of a very long array each number is the largest of its neighbours', async () => {
  const { lines, rows } = await session.ask('overTime', { question: { digit: 3, of: 'softmax' }, unit: { i: 0, j: 0, c: 4 }, iterations: [4] });
  const kernel = lines.findIndex(({ parameter }) => parameter === 'fc2/kernel');
  expect(lines[kernel]).toMatchObject({ alive: 24 * 24 * 2 * 10, positions: null, count: 1024 });
  const exploration = await session.explore({ digit: 3, of: 'softmax' });
  const row = await session.row(exploration.id, { i: 0, j: 0, c: 4 });
  const { start, size } = exploration.blocks[kernel];
  const from = lines.slice(0, kernel).reduce((sum, { count }) => sum + count, 0);
  expect(largest(rows[0].entries.subarray(from, from + 1024))).toBeCloseTo(largest(row.values.subarray(start, start + size)), 5);
  expect(rows[0].blockNorms[kernel]).toBeCloseTo(row.blockNorms[kernel], 5);
}, 60_000);

test('what is not kept is refused by name', async () => {
  expect(untrained).toMatchObject({ code: 'no-run', message: expect.stringMatching(/^moments: nothing has been trained here/) });
  await expect(session.ask('overTime', { question: { digit: 3, of: 'relu1' }, unit, iterations: [99] })).rejects.toThrow('iteration: 99 is not kept');
  await expect(session.ask('overTime', { question: { digit: 3, of: 'relu1' }, unit: { i: 24, j: 0, c: 0 }, iterations: [0] })).rejects.toThrow('unit: (24, 0, 0) is not in the 24 × 24 × 2 maps');
});
