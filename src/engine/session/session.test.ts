import { beforeAll, describe, expect, test } from 'vitest';
import { tf } from '../model/tensorflow.ts';
import type { EngineEvent, Exploration, Opened, TrainSettings } from '../protocol.ts';
import { fromDisk, PUBLIC } from '../testing/publicFolder.ts';
import { DEFAULT_SETTINGS } from '../train/settings.ts';
import { Session } from './session.ts';


/** The shipped digits and the shipped run, on the processor. */
async function open() {
  const events: EngineEvent[] = [];
  const session = new Session(PUBLIC, fromDisk);
  const opened = await session.open((event) => events.push(event), { backend: 'cpu' });
  return { session, opened, events };
}

const SMALL: TrainSettings = { ...DEFAULT_SETTINGS, imagesPerClass: 2, batchSize: 10, epochs: 2, filters: 3, validationImages: 20 };

let session: Session;
let opened: Opened;
let events: EngineEvent[];
beforeAll(async () => void ({ session, opened, events } = await open()));

test('opens on the ready-made run, and says what is missing', () => {
  expect(opened.run).toMatchObject({ phase: 'ready-made', readyMade: true, revision: 1, iteration: 12, iterations: 12, trainingImages: 500, validationImages: 9500 });
  expect(opened.curve.training).toHaveLength(12);
  expect(opened.curve.validation.at(-1)!.accuracy).toBeGreaterThan(0.75);
  expect(opened.filters!.shape).toEqual([5, 5, 1, 20]);
  expect(opened.backend).toMatchObject({ kind: 'cpu', notice: expect.stringMatching(/^Everything runs on the processor.*Use a recent Chrome/) });
  expect(opened.digits).toEqual({ count: 10_000, height: 28, width: 28, classes: 10, names: Array.from('0123456789'), name: null, identity: null });
  expect(opened.run.layers.map(({ name, type, explorable }) => [name, type, explorable])).toEqual([
    ['conv1', 'conv2d', true], ['bn1', 'batchNorm', true], ['relu1', 'relu', true], ['flatten', 'flatten', true], ['fc2', 'dense', true], ['softmax', 'softmax', true],
  ]);
  const progress = events.filter((event) => event.kind === 'progress').map((event) => event.progress);
  expect(progress[0]).toMatchObject({ task: 'digits' });
  expect(progress.at(-1)).toBeNull();
});

describe('an exploration', () => {
  let explored: Exploration;
  beforeAll(async () => void (explored = await session.explore({ digit: 3, of: 'relu1' })));

  test('holds digit, answer, maps and Jacobian', () => {
    expect(explored.layer).toEqual({ name: 'relu1', shape: [24, 24, 20], vector: false });
    expect(explored.summary).toMatchObject({ rows: 11520, columns: 560, method: 'structured', engine: 'cpu' });
    expect(explored.blocks.map(({ parameter, start, size }) => [parameter, start, size])).toEqual([['conv1/kernel', 0, 500], ['conv1/bias', 500, 20], ['bn1/gamma', 520, 20], ['bn1/beta', 540, 20]]);
    expect([...explored.parameters.subarray(0, 500)]).toEqual([...opened.filters!.values]);
    expect(explored.probabilities.reduce((sum, p) => sum + p)).toBeCloseTo(1, 5);
    expect(explored.predicted).toBe(explored.probabilities.indexOf(Math.max(...explored.probabilities)));
    explored.digit.pixels.forEach((pixel, p) => expect(explored.digit.input[p]).toBeCloseTo(pixel - explored.digit.mean[p], 3));
  });

  test('a live unit: its row is gate × pixel, the factors multiply to it, and the norm is its own', async () => {
    const index = explored.activations.findIndex((h) => h > 0.5);
    const unit = { i: Math.floor(index / 480), j: Math.floor(index / 20) % 24, c: index % 20 };
    const row = await session.row(explored.id, unit);
    expect(row).toMatchObject({ index, off: false, reason: null, receptiveField: { top: unit.i, left: unit.j, height: 5, width: 5 } });
    const [relu, norm] = row.chain;
    if (relu.kind !== 'activation' || norm.kind !== 'batchNorm') throw new Error('order of the chain');
    expect(relu.output).toBeCloseTo(row.activation, 4);
    const gain = (relu.derivative * norm.gamma) / norm.sigma;
    for (let k = 0; k < 25; k++) {
      const pixel = explored.digit.input[(unit.i + Math.floor(k / 5)) * 28 + unit.j + (k % 5)];
      expect(row.patch[k]).toBe(pixel);
      expect(row.values[k * 20 + unit.c]).toBeCloseTo(gain * pixel, 5);
      expect(row.values[k * 20 + ((unit.c + 1) % 20)]).toBe(0);
    }
    expect(row.values[500 + unit.c]).toBeCloseTo(gain, 7);
    expect(row.values[520 + unit.c]).toBeCloseTo(norm.normalised, 5);
    expect(row.values[540 + unit.c]).toBe(1);
    expect(row.norm).toBeCloseTo(explored.rowNorms[index], 3);
  });

  test('a unit that is off says why its row is zero', async () => {
    const index = explored.activations.indexOf(0);
    const row = await session.row(explored.id, { i: Math.floor(index / 480), j: Math.floor(index / 20) % 24, c: index % 20 });
    expect(row.values.every((value) => value === 0)).toBe(true);
    expect(row).toMatchObject({ off: true, norm: 0, activation: 0, reason: expect.stringMatching(/^This activation is off: its input is −[\d.]+, below zero, so its row is zero\.$/) });
  });

  test('columns cross rows, and block norms add up to row norms', async () => {
    const row = await session.row(explored.id, { i: 10, j: 11, c: 4 });
    const p = 12 * 20 + 4;
    const column = await session.column(explored.id, p);
    expect(column).toMatchObject({ parameter: 'conv1/kernel', position: [2, 2, 0, 4], value: explored.parameters[p] });
    expect(column.values[row.index]).toBe(row.values[p]);
    const norms = await Promise.all(explored.blocks.map((block) => session.blockNorms(explored.id, block.parameter)));
    for (const index of [0, 777, row.index, 11519]) expect(Math.hypot(...norms.map((block) => block[index]))).toBeCloseTo(explored.rowNorms[index], 3);
  });

  test('the check finds the engine, float64 and TensorFlow.js agreed', async () => {
    const index = explored.activations.findIndex((h) => h > 0.5);
    const result = await session.check(explored.id, { i: Math.floor(index / 480), j: Math.floor(index / 20) % 24, c: index % 20 });
    expect(result.tfjsProblem).toBeNull();
    expect(result.reference.worst).toBeLessThan(1e-6);
    expect(result.tfjs!.worst).toBeLessThan(1e-5);
    expect(result.tfjs!.other).not.toBe(0);
  });

  test('layers under relu1 can be explored too', async () => {
    const bn1 = await session.explore({ digit: 3, of: 'bn1' });
    const row = await session.row(bn1.id, { i: 0, j: 0, c: 0 });
    expect(row.chain.map((factor) => factor.kind)).toEqual(['batchNorm']);
    expect(row.off).toBe(false);
    await expect(session.explore({ digit: 3, of: 'fc3' })).rejects.toMatchObject({ code: 'question', message: expect.stringMatching(/^layer: fc3 is not in this network; choose one of conv1, bn1/) });
    await expect(session.explore({ digit: 10_000, of: 'relu1' })).rejects.toMatchObject({ message: 'digit: 10000 is not in the data; choose from 0 to 9999' });
  });

  test('what does not exist is refused in words', async () => {
    await expect(session.row(explored.id, { i: 24, j: 0, c: 0 })).rejects.toMatchObject({ message: 'unit: (24, 0, 0) is not in the 24 × 24 × 20 maps; choose one that is' });
    await expect(session.column(explored.id, 560)).rejects.toMatchObject({ code: 'no-such-parameter' });
    await expect(session.row(99, { i: 0, j: 0, c: 0 })).rejects.toMatchObject({ code: 'exploration-gone' });
  });
});

test('browsing finds digits by class, part and outcome', async () => {
  const page = await session.browse({ label: 7, outcome: 'any', split: 'training', offset: 0, count: 5 });
  expect(page.items.map((item) => [item.label, item.split])).toEqual(Array(5).fill([7, 'training']));
  expect(page).toMatchObject({ total: 50, end: false });
  expect(page.pixels).toHaveLength(5 * 784);
  const wrong = await session.browse({ label: null, outcome: 'wrong', split: 'validation', offset: 0, count: 3 });
  expect(wrong.items.length).toBeGreaterThan(0);
  expect(wrong.items.every((item) => item.predicted !== item.label)).toBe(true);
});

test('training takes the page from the ready-made run, reset brings it back', async () => {
  await session.train(SMALL, { paused: true });
  await session.step();
  const during = await session.explore({ digit: 0, of: 'relu1' });
  expect(during).toMatchObject({ readyMade: false, layer: { shape: [24, 24, 3] } });
  await session.step();
  const later = await session.explore({ digit: 0, of: 'relu1' });
  expect(later.revision).toBeGreaterThan(during.revision);
  expect(later.parameters).not.toEqual(during.parameters);
  const old = await session.check(during.id, { i: 5, j: 5, c: 0 });
  expect(old.tfjs!.worst).toBeLessThan(1e-5);
  await session.stop();
  const last = events.findLast((event) => event.kind === 'run')!;
  expect(last.run).toMatchObject({ phase: 'stopped', readyMade: false });
  await session.reset();
  const back = await session.explore({ digit: 3, of: 'relu1' });
  expect(back.readyMade).toBe(true);
  expect(back.revision).toBeGreaterThan(later.revision);
  expect([...back.parameters.subarray(0, 500)]).toEqual([...opened.filters!.values]);
  expect(events.findLast((event) => event.kind === 'run')!.run).toMatchObject({ phase: 'ready-made', revision: back.revision });
});

test('runs and explorations that are over leave no tensor behind', async () => {
  const counts: number[] = [];
  for (let cycle = 0; cycle < 3; cycle++) {
    await session.train(SMALL, { paused: true });
    await session.step();
    await session.explore({ digit: cycle, of: 'relu1' });
    await session.browse({ label: null, outcome: 'any', split: 'any', offset: 0, count: 4 });
    await session.reset();
    for (let k = 0; k < 4; k++) await session.explore({ digit: k, of: 'relu1' });
    await session.browse({ label: null, outcome: 'any', split: 'any', offset: 0, count: 4 });
    counts.push(tf.memory().numTensors);
  }
  expect(counts[2]).toBe(counts[1]);
});

test('settings that are refused start nothing', async () => {
  expect(await session.checkSettings({ ...SMALL, batchSize: 21 })).toMatchObject([{ field: 'batchSize' }]);
  await expect(session.train({ ...SMALL, batchSize: 21 })).rejects.toMatchObject({ code: 'settings', message: expect.stringMatching(/^Batch size: 21 is more than the 20 training images/) });
  await expect(session.step()).rejects.toMatchObject({ message: 'step: nothing has been trained here; start a run first' });
});

test('a second train while the first still runs takes its place', async () => {
  await Promise.all([session.train(SMALL), session.train({ ...SMALL, seed: 5 })]);
  await session.pause();
  expect(events.findLast((event) => event.kind === 'run')!.run).toMatchObject({ settings: { seed: 5 } });
  await session.reset();
});

test('the shipped weights give the accuracy that the shipped curve claims', async () => {
  const { session: fresh } = await open();
  const seen: boolean[] = [];
  while (seen.length < 480) {
    const { items } = await fresh.browse({ label: null, outcome: 'any', split: 'validation', offset: seen.length, count: 96 });
    seen.push(...items.map((item) => item.predicted === item.label));
  }
  const right = seen.filter(Boolean).length;
  expect(Math.abs(right / seen.length - opened.curve.validation.at(-1)!.accuracy)).toBeLessThan(0.06);
});

test('a missing ready-made run is named', async () => {
  const broken = new Session(PUBLIC, (async (url: URL) => (url.href.includes('ready-made') ? new Response('', { status: 404 }) : fromDisk(url))) as unknown as typeof fetch);
  await expect(broken.open(() => {}, { backend: 'cpu' })).rejects.toMatchObject({ code: 'ready-made', message: expect.stringContaining('see that the folder ready-made is published') });
});

