import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { stream, uniform } from '../data/random.ts';
import { tf } from '../model/tensorflow.ts';
import type { DigitsInUse, DigitsSource, EngineEvent, OwnFile, TrainSettings } from '../protocol.ts';
import { bmp, decodeBmp, idx, PNG } from '../testing/imageFiles.ts';
import { fromDisk, PUBLIC } from '../testing/publicFolder.ts';
import { DEFAULT_SETTINGS } from '../train/settings.ts';
import { Session } from './session.ts';

const SMALL: TrainSettings = { ...DEFAULT_SETTINGS, imagesPerClass: 4, batchSize: 6, epochs: 2, filters: 3, pixelScale: '0-1' };
const file = (path: string, bytes: Uint8Array<ArrayBuffer>): OwnFile => ({ path, file: new Blob([bytes]) });

/** Noise, and a bright row that tells the class; 9 × 8. */
function picture(label: number, n: number): Uint8Array {
  const rng = stream(100 * label + n, 'split');
  return Uint8Array.from({ length: 72 }, (_, k) => (Math.floor(k / 8) === 1 + 2 * label ? 200 : Math.floor(uniform(rng, 0, 90))));
}

const good = ['ant', 'bee', 'cow'].flatMap((name, label) => Array.from({ length: 6 }, (_, n) => file(`animals/${name}/${n}.bmp`, bmp(picture(label, n), 9, 8))));
const bad = [
  file('animals/ant/cut.bmp', bmp(picture(0, 9), 9, 8).slice(0, 150)),
  file('animals/ant/notes.txt', new TextEncoder().encode('nothing to see')),
  file('animals/ant/broken.png', PNG),
  file('animals/bee/empty.bmp', new Uint8Array(0)),
  file('animals/preview.bmp', bmp(picture(0, 0), 9, 8)),
  file('animals/bee/labels-idx1-ubyte', idx([2], [0, 1], 13)),
  file('animals/.DS_Store', Uint8Array.of(1)),
];
const animals: DigitsSource = { kind: 'files', name: 'animals', files: [...bad, ...good.toReversed()], folders: ['animals', 'animals/ant', 'animals/bee', 'animals/cow', 'animals/dog'] };

let session: Session;
let events: EngineEvent[];
beforeAll(async () => {
  events = [];
  session = new Session(PUBLIC, fromDisk, decodeBmp);
  await session.open((event) => events.push(event), { backend: 'cpu' });
});

const lastRun = () => events.findLast((event) => event.kind === 'run')!.run;

test('a folder of class folders is taken into use: the bad is named, the good is ready to train', async () => {
  const answer = await session.useDigits(animals, { ...SMALL, imagesPerClass: 50, batchSize: 128 });
  expect(answer.digits).toMatchObject({ count: 18, height: 9, width: 8, classes: 3, names: ['ant', 'bee', 'cow'], name: 'animals', identity: expect.stringMatching(/^[0-9a-f]{12}$/) });
  expect(answer.settings).toMatchObject({ imagesPerClass: 4, batchSize: 12, kernelSize: 5, filters: 3 });
  expect(answer.run).toMatchObject({ phase: 'untrained', readyMade: false, inputShape: [9, 8, 1], iteration: 0, trainingImages: 12, validationImages: 6 });
  expect(answer.run.layers.at(-1)!.shape).toEqual([3]);
  expect(answer.notes).toEqual([]);
  expect(Object.fromEntries(answer.leftOut.map(({ name, reason }) => [name.replace('animals/', ''), reason]))).toEqual({
    'ant/cut.bmp': 'BMP image: 150 bytes without its end; the file is cut short, copy it again',
    'ant/notes.txt': 'not an image (PNG, JPEG, GIF, BMP or WebP) and no IDX file',
    'ant/broken.png': 'PNG image: damaged, it cannot be decoded; copy it again',
    'bee/empty.bmp': 'file: it is empty',
    'bee/labels-idx1-ubyte': 'IDX magic: 0x00000d01; elements are float32, expected 0x0000080d: store them as unsigned bytes',
    'preview.bmp': 'alone in class animals: a class needs two images, one to train on and one to validate on',
    'dog/': 'empty class: no image in it could be used',
  });
  const kinds = events.map(({ kind }) => kind);
  expect(kinds.lastIndexOf('digits')).toBeLessThan(kinds.lastIndexOf('run'));
  expect(events.findLast((event) => event.kind === 'networks')!.networks.map(({ shows }) => shows)).toEqual(['untrained', 'untrained', 'untrained', 'none']);
});

test('its digits are browsed, explored and checked; pixels are those of the files', async () => {
  const page = await session.browse({ label: 1, outcome: 'any', split: 'any', offset: 0, count: 6 });
  expect(page.items.map(({ label }) => label)).toEqual(Array(6).fill(1));
  expect([...page.pixels.subarray(0, 72)]).toEqual([...picture(1, 0)]);
  const explored = await session.explore({ digit: 7, of: 'relu1' });
  expect(explored).toMatchObject({ digit: { label: 1, height: 9, width: 8 }, layer: { shape: [5, 4, 20] } });
  expect(explored.probabilities).toHaveLength(3);
  const result = await session.check(explored.id, { i: 2, j: 1, c: 3 });
  expect(result.reference.worst).toBeLessThan(1e-6);
});

test('a run on them learns, and an image beside them is normalised as they are', async () => {
  await session.train({ ...SMALL, epochs: 30, learningRate: 0.05 });
  await expect.poll(() => lastRun().phase, { timeout: 60_000 }).toBe('finished');
  expect(events.findLast((event) => event.kind === 'curve')!.curve.validation.at(-1)!.accuracy).toBe(1);
  const shown = await session.showImage({ kind: 'file', name: 'mine.bmp', file: new Blob([bmp(picture(2, 77), 9, 8)]) });
  expect(shown).toEqual({ index: 18, name: 'mine.bmp', inverted: false });
  const [explored, stored] = [await session.explore({ digit: 18, of: 'relu1' }), await session.explore({ digit: 0, of: 'relu1' })];
  expect(explored.digit).toMatchObject({ index: 18, label: null, split: null, name: 'mine.bmp', pixels: picture(2, 77) });
  expect(explored.predicted).toBe(2);
  expect(explored.digit.mean).toEqual(stored.digit.mean);
  explored.digit.input.forEach((value, k) => expect(value).toBeCloseTo(picture(2, 77)[k] / 255 - stored.digit.mean[k], 5));
  expect((await session.check(explored.id, { i: 1, j: 1, c: 1 })).reference.worst).toBeLessThan(1e-6);
  const batch = await session.explore({ digit: 18, of: 'relu1', batchNorm: 'batch', images: 3 });
  expect(batch.images.indices[0]).toBe(18);
  expect(batch.images.indices).toHaveLength(3);
});

test('dark on light is turned to the digits’ light on dark, unless it is wished as it is', async () => {
  const dark = picture(2, 77).map((value) => 255 - value);
  const negative = new Blob([bmp(dark, 9, 8)]);
  const turned = await session.showImage({ kind: 'file', name: 'ink', file: negative });
  expect(turned.inverted).toBe(true);
  expect((await session.explore({ digit: turned.index, of: 'relu1' })).digit.pixels).toEqual(picture(2, 77));
  const asIs = await session.showImage({ kind: 'file', name: 'ink', file: negative, invert: false });
  expect(asIs.inverted).toBe(false);
  expect((await session.explore({ digit: asIs.index, of: 'relu1' })).digit.pixels).toEqual(dark);
  await expect(session.showImage({ kind: 'file', name: 'x.txt', file: new Blob(['x']) })).rejects.toMatchObject({ code: 'image', message: 'x.txt: not an image (PNG, JPEG, GIF, BMP or WebP) and no IDX file' });
});

test('the shipped digits come back with one question, and so does what was trained on the others', async () => {
  const back = await session.useDigits({ kind: 'kept', identity: null }, SMALL);
  expect(back).toMatchObject({ digits: { name: null, count: 10_000 }, run: { phase: 'ready-made' }, settings: SMALL });
  expect(back.kept.map(({ name }) => name)).toEqual([null, 'animals']);
  const drawing = { kind: 'drawing', name: 'drawn', width: 40, height: 40, rgba: new Uint8ClampedArray(6400).map((_, k) => (k % 4 === 3 || (k / 4) % 40 > 18 && (k / 4) % 40 < 22 ? 255 : 0)) } as const;
  const { index } = await session.showImage(drawing);
  expect(index).toBe(10_000);
  const explored = await session.explore({ digit: index, of: 'relu1' });
  expect(explored.digit).toMatchObject({ label: null, name: 'drawn', height: 28, width: 28 });
  expect(explored.predicted).toBe(1);
  const again = await session.useDigits(animals, SMALL);
  expect(again.run).toMatchObject({ phase: 'finished', settings: { epochs: 30 } });
  expect((await session.explore({ digit: 18, of: 'relu1' })).predicted).toBe(2);
});

test('an IDX pair of another size and other labels, gzipped, whatever its files are called', async () => {
  const [N, H, W] = [12, 12, 10];
  const labels = Array.from({ length: N }, (_, n) => [3, 5, 200][n % 3]);
  const files = [file('pair/first', new Uint8Array(gzipSync(idx([N], labels)))), file('pair/second', idx([N, H, W], Array.from({ length: N * H * W }, (_, k) => k % 256)))];
  const { digits, run, leftOut } = await session.useDigits({ kind: 'files', name: 'pair', files, folders: ['pair'] }, SMALL);
  expect(digits).toMatchObject({ count: 12, height: 12, width: 10, classes: 3, names: ['3', '5', '200'] });
  expect([run.inputShape, leftOut]).toEqual([[12, 10, 1], []]);
  await session.train({ ...SMALL, imagesPerClass: 2, epochs: 1 }, { paused: true });
  await session.step();
  expect((await session.explore({ digit: 2, of: 'softmax' })).digit.label).toBe(2);
});

test.each([5, 64])('every network takes images of %i rows and columns, answers untrained, and takes an iteration', async (side) => {
  const images = idx([8, side, side], Array.from({ length: 8 * side * side }, (_, k) => (k * 31) % 256));
  const files = [file('images', images), file('labels', idx([8], [0, 1, 0, 1, 0, 1, 0, 1]))];
  const { settings } = await session.useDigits({ kind: 'files', name: `of ${side}`, files, folders: [] }, { ...SMALL, batchSize: 2, kernelSize: 15 });
  for (const network of ['question', 'three-block', 'mlp'] as const) {
    expect(await session.choose(network)).toMatchObject({ phase: 'untrained', inputShape: [side, side, 1] });
    expect((await session.browse({ label: null, outcome: 'any', split: 'any', offset: 0, count: 8 })).items.every(({ predicted }) => predicted === 0 || predicted === 1)).toBe(true);
    await session.train({ ...settings, network }, { paused: true });
    await session.step();
    expect(lastRun()).toMatchObject({ network, iteration: 1 });
  }
  await session.choose('question');
});

test('what is refused leaves everything as it was', async () => {
  const before = lastRun();
  const one: DigitsSource = { kind: 'files', name: 'one', files: good.slice(0, 6), folders: [] };
  await expect(session.useDigits(one, SMALL)).rejects.toMatchObject({ code: 'digits', message: expect.stringMatching(/^classes: one class only, ant;/) });
  const none: DigitsSource = { kind: 'files', name: 'none', files: bad.slice(0, 2), folders: [] };
  await expect(session.useDigits(none, SMALL)).rejects.toMatchObject({ code: 'digits', detail: expect.stringMatching(/cut\.bmp: BMP image.*\n.*notes\.txt: not an image/) });
  await expect(session.useDigits({ kind: 'kept', identity: 'nothing' }, SMALL)).rejects.toMatchObject({ code: 'digits' });
  expect(lastRun()).toEqual(before);
  expect((await session.explore({ digit: 2, of: 'relu1' })).digit).toMatchObject({ height: 64, width: 64 });
});

test('reading can be stopped, says how far it is, and a later reading takes its place', async () => {
  const slow = new Session(PUBLIC, fromDisk, async (bytes) => {
    await new Promise((resolve) => void setTimeout(resolve, 40));
    return decodeBmp(bytes);
  });
  const heard: EngineEvent[] = [];
  await slow.open((event) => heard.push(event), { backend: 'cpu' });
  const reading = slow.useDigits(animals, SMALL);
  await new Promise((resolve) => void setTimeout(resolve, 60));
  await slow.cancel('digits');
  await expect(reading).rejects.toThrow(/abort/i);
  const progress = heard.flatMap((event) => (event.kind === 'progress' && event.task === 'digits' ? [event.progress] : []));
  expect(progress.findLast((each) => each !== null)).toMatchObject({ label: 'Reading your digits', total: 24 });
  expect(progress.at(-1)).toBeNull();
  expect(heard.some(({ kind }) => kind === 'digits')).toBe(false);
  const [first, second] = await Promise.allSettled([slow.useDigits(animals, SMALL), slow.useDigits(animals, SMALL)]);
  expect([first.status, second.status]).toEqual(['rejected', 'fulfilled']);
});

test('sets that are no longer kept are told of, and leave no tensor behind', async () => {
  const setOf = (n: number): DigitsSource => ({ kind: 'files', name: `set ${n}`, files: good.map(({ path, file: blob }, k) => (k === 0 ? file(path, bmp(picture(0, 50 + n), 9, 8)) : { path, file: blob })), folders: [] });
  const answers: DigitsInUse[] = [];
  const counts: number[] = [];
  for (let n = 0; n < 6; n++) {
    answers.push(await session.useDigits(setOf(n), SMALL));
    await session.explore({ digit: 0, of: 'relu1' });
    counts.push(tf.memory().numTensors);
  }
  expect(answers.map(({ notes }) => notes.length)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(answers[0].notes[0]).toBe('pair is no longer held: 3 sets of your own are at a time. Hand it over again to go back to it, and to the runs on it that are kept.');
  expect(answers[5].kept.map(({ name }) => name)).toEqual([null, 'set 3', 'set 4', 'set 5']);
  expect(counts[5]).toBe(counts[4]);
});
