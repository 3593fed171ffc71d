import { beforeAll, expect, test } from 'vitest';
import type { EngineEvent, Exploration, Opened, TrainSettings } from '../protocol.ts';
import { DEFAULT_SETTINGS } from '../train/settings.ts';
import { Session } from './session.ts';

const SMALL: TrainSettings = { ...DEFAULT_SETTINGS, imagesPerClass: 2, batchSize: 10, epochs: 1, filters: 3, validationImages: 40 };

const session = new Session(new URL('/', location.href));
const events: EngineEvent[] = [];
let opened: Opened;
beforeAll(async () => void (opened = await session.open((event) => events.push(event))));

const unitOf = (index: number, [, W, C]: readonly number[]) => ({ i: Math.floor(index / (W * C)), j: Math.floor(index / C) % W, c: index % C });
const liveUnit = ({ activations, layer }: Exploration) => unitOf(activations.findIndex((h) => h > 0.5), layer.shape);

test('WebGPU is opened, and a software adapter is named', () => {
  expect(opened.backend.kind).toBe('webgpu');
  expect(opened.backend.device).not.toBe('');
  if (opened.backend.software) expect(opened.backend.notice).toContain(opened.backend.device);
  else expect(opened.backend.notice).toBeNull();
});

test('the ready-made run is explored on the device and agrees with both checks', async () => {
  const explored = await session.explore({ digit: 3, of: 'relu1' });
  expect(explored.summary).toMatchObject({ engine: 'webgpu', method: 'structured', rows: 11520, columns: 560 });
  const result = await session.check(explored.id, liveUnit(explored));
  expect(result.reference.worst).toBeLessThan(1e-5);
  expect(result.tfjs!.worst).toBeLessThan(1e-5);
  const row = await session.row(explored.id, liveUnit(explored));
  expect(row.norm).toBeGreaterThan(0);
  expect(row.chain[0].output).toBeCloseTo(row.activation, 3);
});

test('a run trains, validates and is explored in between; the same seed gives the same bits', async () => {
  const train = async () => {
    await session.train(SMALL, { paused: true });
    await session.step();
    const explored = await session.explore({ digit: 0, of: 'relu1' });
    await session.step();
    await expect.poll(() => events.findLast((event) => event.kind === 'run')!.run.phase, { timeout: 60_000 }).toBe('finished');
    const { run } = events.findLast((event) => event.kind === 'run')!;
    const { curve } = events.findLast((event) => event.kind === 'curve')!;
    return { explored, run, curve, end: await session.explore({ digit: 0, of: 'relu1' }) };
  };
  const first = await train();
  expect(first.run).toMatchObject({ phase: 'finished', iteration: 2, error: null });
  expect(first.curve.validation).toHaveLength(1);
  expect(first.end.parameters).not.toEqual(first.explored.parameters);
  const { worst } = (await session.check(first.end.id, liveUnit(first.end))).reference;
  expect(worst).toBeLessThan(1e-5);
  const second = await train();
  expect(second.curve).toEqual(first.curve);
  expect(second.end.parameters).toEqual(first.end.parameters);
  expect(second.end.activations).toEqual(first.end.activations);
});

test('nothing went wrong on the device', () => {
  expect(events.filter((event) => event.kind === 'error')).toEqual([]);
});
