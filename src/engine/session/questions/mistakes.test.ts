// What is read as what, counted one by one from the network's own answers; that nothing is read twice; and that training goes first.
import { beforeEach, expect, test, vi } from 'vitest';
import { stream, uniform } from '../../data/random.ts';
import { toEngineError } from '../../engineError.ts';
import type { EngineEvent, Mistakes, OwnFile, RunState, TrainSettings } from '../../protocol.ts';
import { bmp, decodeBmp } from '../../testing/imageFiles.ts';
import { fromDisk, PUBLIC } from '../../testing/publicFolder.ts';
import { readOracleFile } from '../../testing/readOracleFile.ts';
import { DEFAULT_SETTINGS } from '../../train/settings.ts';
import { EngineHandle } from '../engineHandle.ts';
import { Session } from '../session.ts';

const SMALL: TrainSettings = { ...DEFAULT_SETTINGS, imagesPerClass: 4, batchSize: 6, epochs: 2, filters: 3, pixelScale: '0-1', validationEvery: 3, validationImages: 200, learningRate: 0.001 };
const NAMES = ['ant', 'bee', 'cow', 'dog'];
const EACH = 60;

/** Noise, and a row that is a little brighter, whose place tells the class; 9 × 8. */
function picture(label: number, n: number): OwnFile {
  const rng = stream(100 * label + n, 'split');
  const pixels = Uint8Array.from({ length: 72 }, (_, k) => Math.floor(uniform(rng, 0, 90)) + (Math.floor(k / 8) === 1 + 2 * label ? 60 : 0));
  return { path: `animals/${NAMES[label]}/${n}.bmp`, file: new Blob([bmp(pixels, 9, 8)]) };
}

const files = NAMES.flatMap((_, label) => Array.from({ length: EACH }, (_each, n) => picture(label, n)));
let session: Session;
let events: EngineEvent[];
const real = EngineHandle.prototype.read;
const read = vi.spyOn(EngineHandle.prototype, 'read');
const imagesRead = () => read.mock.calls.reduce((sum, [, { shape }]) => sum + shape[0], 0);
const lastRun = () => events.findLast((event) => event.kind === 'run')!.run;
const ask = (run: Pick<RunState, 'revision'>, cell: [number, number] | null = null, count = 1000): Promise<Mistakes> =>
  session.ask('mistakes', { revision: run.revision, cell: cell && { label: cell[0], predicted: cell[1] }, count });

beforeEach(async () => {
  events = [];
  session = new Session(PUBLIC, fromDisk, decodeBmp);
  await session.open((event) => events.push(event), { backend: 'cpu' });
  await session.useDigits({ kind: 'files', name: 'animals', files, folders: [] }, SMALL);
  read.mockClear();
});

async function trained(change: Partial<TrainSettings> = {}): Promise<RunState> {
  await session.train({ ...SMALL, ...change });
  await vi.waitFor(() => expect(lastRun().phase).toBe('finished'), { timeout: 30_000 });
  return lastRun();
}

/** [classes, classes], of every image that validations run over. */
async function countedOneByOne(): Promise<number[]> {
  const counts = Array<number>(16).fill(0);
  const { items, total } = await session.browse({ label: null, outcome: 'any', split: 'validated', offset: 0, count: 1000 });
  expect(items).toHaveLength(total);
  for (const { index, label } of items) {
    const { probabilities } = await session.explore({ digit: index, of: 'conv1', wrt: ['conv1/bias'] });
    counts[4 * label + probabilities.indexOf(Math.max(...probabilities))]++;
  }
  return counts;
}

test('counts, shares and accuracy are those of the network, image by image', async () => {
  const run = await trained();
  const answer = await ask(run);
  expect([...answer.counts]).toEqual(await countedOneByOne());
  expect(answer).toMatchObject({ images: 200, classes: 4, probabilities: true, weights: { of: 'run', iteration: 4 } });
  const validation = events.findLast((event) => event.kind === 'curve')!.curve.validation.at(-1)!;
  expect(answer.right / answer.images).toBe(validation.accuracy);
  expect(answer.listable).toBe(200 - answer.right);
  const { counts, recall, precision } = answer;
  [0, 1, 2, 3].forEach((k) => {
    const row = counts.subarray(4 * k, 4 * k + 4).reduce((a, b) => a + b);
    const column = counts[k] + counts[4 + k] + counts[8 + k] + counts[12 + k];
    expect(recall[k]).toBe(counts[5 * k] / row);
    if (column > 0) expect(precision[k]).toBe(counts[5 * k] / column);
    else expect(precision[k]).toBeNaN();
  });
});

test('the surest mistakes come first, with the network’s own probabilities and their pixels', async () => {
  const run = await trained();
  const { list, pixels, listable } = await ask(run, null, 12);
  expect(list).toHaveLength(Math.min(12, listable));
  expect(list.map(({ answer }) => answer)).toEqual(list.map(({ answer }) => answer).toSorted((a, b) => b - a));
  for (const { index, label, predicted, answer, truth } of list.slice(0, 4)) {
    const { probabilities, digit } = await session.explore({ digit: index, of: 'conv1', wrt: ['conv1/bias'] });
    expect(digit.label).toBe(label);
    expect(predicted).not.toBe(label);
    expect(answer).toBeCloseTo(Math.max(...probabilities), 5);
    expect(truth).toBeCloseTo(probabilities[label], 5);
  }
  const { digit } = await session.explore({ digit: list[1].index, of: 'conv1', wrt: ['conv1/bias'] });
  expect([...pixels.subarray(72, 144)]).toEqual([...digit.pixels]);
});

test('a cell lists its own images, of the diagonal the least sure first; browsing finds the same', async () => {
  const run = await trained();
  const { counts } = await ask(run);
  const wrong = counts.findIndex((count, k) => count > 0 && k % 5 !== 0);
  const right = counts.findIndex((count, k) => count > 1 && k % 5 === 0);
  for (const k of [wrong, right]) {
    const [label, predicted] = [Math.floor(k / 4), k % 4];
    const { list, listable } = await ask(run, [label, predicted]);
    expect(listable).toBe(counts[k]);
    expect(list.every((image) => image.label === label && image.predicted === predicted)).toBe(true);
    const sure = list.map(({ answer }) => answer);
    expect(sure).toEqual(sure.toSorted((a, b) => (label === predicted ? a - b : b - a)));
    const page = await session.browse({ label, outcome: 'any', predicted, split: 'validated', offset: 0, count: 1000 });
    expect(page.items.map(({ index }) => index)).toEqual(list.map(({ index }) => index).toSorted((a, b) => a - b));
    expect(page.end).toBe(true);
  }
});

test('what a validation has read is not read again, by whomever', async () => {
  const run = await trained();
  expect(run.validated).toBe(run.revision);
  await ask(run);
  await session.browse({ label: null, outcome: 'wrong', split: 'validated', offset: 0, count: 1000 });
  expect(imagesRead()).toBe(0);
});

test('an earlier moment is read once, another cell of it and a second visit to it not again', async () => {
  await trained();
  const then = await session.look(1);
  const first = await ask(then);
  expect(first.weights).toEqual({ of: 'run', iteration: 1 });
  expect(imagesRead()).toBe(200);
  await ask(then, [0, 1]);
  await session.look(null);
  await expect(ask(then)).rejects.toMatchObject({ code: 'weights-gone' });
  const again = await session.look(1);
  expect([...(await ask(again)).counts]).toEqual([...first.counts]);
  expect(imagesRead()).toBe(200);
});

test('while a run trains, its last validation is answered from and nothing else is read', async () => {
  await session.train({ ...SMALL, epochs: 100, validationEvery: 1 });
  await vi.waitFor(() => expect(lastRun().validated).not.toBeNull(), { timeout: 30_000 });
  const { validated, revision, phase } = lastRun();
  expect(['training', 'validating']).toContain(phase);
  const answer = await ask({ revision: validated! });
  expect(answer.weights.iteration).toBeGreaterThan(0);
  expect(answer.counts.reduce((a, b) => a + b)).toBe(200);
  // Of weights between two validations; they may have been validated in the meantime, and are answered from that then.
  const between = await ask({ revision }).then(({ counts }) => counts.reduce((a, b) => a + b), (error: unknown) => toEngineError(error).code);
  expect([200, 'aborted', 'weights-gone']).toContain(between);
  await session.pause();
  expect(imagesRead()).toBe(0);
  await session.stop();
});

test.each([
  ['whoever asked', () => session.cancel('mistakes')],
  ['a run that begins', () => session.extend(50)],
])('%s stops it; what was read by then stays known', async (_name, stop) => {
  await trained();
  const then = await session.look(1);
  read.mockImplementationOnce(async function meanwhile(this: EngineHandle, ...given) {
    await stop();
    return real.apply(this, given);
  });
  await expect(ask(then).catch((error: unknown) => Promise.reject(toEngineError(error)))).rejects.toMatchObject({ code: 'aborted' });
  expect(imagesRead()).toBe(32);
  await session.stop();
  expect((await ask(then)).images).toBe(200);
  expect(imagesRead()).toBe(200);
});

test('of a run that diverged, the weights that it fell back to', async () => {
  await session.train({ ...SMALL, learningRate: 10, momentum: 0.99, l2: 1, epochs: 100, pixelScale: '0-255', validationEvery: 1000 });
  await vi.waitFor(() => expect(lastRun().phase).toBe('failed'), { timeout: 30_000 });
  const { iteration, error } = lastRun();
  expect(error).toMatchObject({ code: 'not-finite', message: expect.stringMatching(/at iteration \d+\. At a learning rate of 10 /) });
  expect((await ask(lastRun())).weights).toEqual({ of: 'run', iteration: iteration - 1 });
});

test('first weights, and a model of one’s own with as many classes; with others it is said why not', async () => {
  const untrained = await ask(lastRun());
  expect(untrained).toMatchObject({ weights: { of: 'untrained', iteration: 0 }, images: expect.any(Number), probabilities: true });
  await trained();
  const own = await session.loadModel(await session.saveModel());
  const loaded = await ask(own);
  expect(loaded.weights.of).toBe('loaded');
  expect(loaded.counts.reduce((a, b) => a + b)).toBe(loaded.images);
  const other = await session.loadModel(await Promise.all(['model.json', 'weights.bin'].map(async (name) => ({ name, bytes: await readOracleFile(`deep-small/${name}`) }))));
  await expect(ask(other)).rejects.toMatchObject({ code: 'no-classes', message: expect.stringContaining('classes') });
});
