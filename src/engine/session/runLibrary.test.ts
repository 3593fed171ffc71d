// Runs that are kept: checkpoints as they go, resuming to the same numbers, names, files, and a storage that fails.
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { tf } from '../model/tensorflow.ts';
import { readWeights } from '../model/weights.ts';
import type { EngineEvent } from '../protocol.ts';
import { forwardByTensorFlow, TINY, tinyDigits } from '../testing/tinyDigits.ts';
import { TrainingRun } from '../train/run.ts';
import type { RunBefore } from '../train/runRecord.ts';
import { type Keeper, RunLibrary } from './runLibrary.ts';
import { RunsInMemory, type RunStorage } from './runStorage.ts';

beforeAll(async () => void (await tf.setBackend('cpu')));

function library(storage: RunStorage = new RunsInMemory()) {
  const events: EngineEvent[] = [];
  let clock = 1_000_000;
  return { storage, events, runs: new RunLibrary(storage, (event) => events.push(event), () => ++clock) };
}

function train({ keep }: Keeper, { from, paused = false }: { from?: RunBefore; paused?: boolean } = {}): TrainingRun {
  let revision = 0;
  return new TrainingRun(TINY, { digits: tinyDigits(), chunk: 5, emit: () => {}, revise: () => ++revision, forward: forwardByTensorFlow, keep }, { paused, from });
}

/** A run whose every iteration is kept: the clock that spaces checkpoints moves on by itself. */
async function whole(runs: RunLibrary): Promise<TrainingRun> {
  let time = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (time += 2000));
  const run = train(runs.begin(TINY, null));
  await run.ended;
  clock.mockRestore();
  return run;
}

test('a run is kept as it goes, with a name, and is there for the next session', async () => {
  const { runs, storage, events } = library();
  const run = await whole(runs);
  const [entry] = runs.list;
  expect(entry).toMatchObject({ name: expect.stringMatching(/^Question, /), settings: TINY, digits: null, phase: 'finished', iteration: 6, iterations: 6 });
  expect(entry.accuracy).toBe(run.curve.validation.at(-1)!.accuracy);
  const kept = events.flatMap((event) => (event.kind === 'runs' ? [event.runs[0].iteration] : []));
  expect(kept).toEqual([...kept].sort((a, b) => a - b));
  expect(kept.length).toBeGreaterThan(2);

  const next = library(storage).runs;
  await next.open();
  expect(next.list).toEqual([entry]);
  const before = await next.read(entry.id, null);
  expect(before.moments.map(({ iteration }) => iteration)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  const again = train(next.goOn(entry.id, []), { from: before });
  expect(again.state()).toMatchObject({ phase: 'finished', iteration: 6 });
  expect(await readWeights(again.model)).toEqual(await readWeights(run.model));
});

test('one that was cut off goes on to the same numbers, and stays one entry', async () => {
  const { runs, storage } = library();
  const reference = await whole(library().runs);
  const cut = train(runs.begin(TINY, null), { paused: true });
  await cut.step();
  await cut.step();
  await cut.step();
  // Pausing keeps at once; then the page goes.
  await vi.waitFor(async () => expect((await storage.list())[0]).toMatchObject({ iteration: 3, phase: 'under-way' }));
  const next = library(storage).runs;
  await next.open();
  const [{ id }] = next.list;
  const before = await next.read(id, null);
  const run = train(next.goOn(id, before.moments.map(({ iteration }) => iteration)), { from: before });
  await run.ended;
  expect(await readWeights(run.model)).toEqual(await readWeights(reference.model));
  expect(next.list).toHaveLength(1);
  expect(next.list[0]).toMatchObject({ id, phase: 'finished', iteration: 6 });
});

test('checkpoints are a second apart, but the last is always kept', async () => {
  const { runs, events } = library();
  await train(runs.begin(TINY, null)).ended;
  const kept = events.flatMap((event) => (event.kind === 'runs' ? [event.runs[0]] : []));
  expect(kept.length).toBeLessThan(7);
  expect(kept.at(-1)).toMatchObject({ iteration: 6, phase: 'finished' });
});

test('names change, runs go, the oldest makes room', async () => {
  const { runs, storage } = library();
  for (let k = 0; k < 13; k++) await whole(runs);
  expect(runs.list).toHaveLength(12);
  const [{ id }] = runs.list;
  await runs.rename(id, '  My run ');
  expect(runs.list[0].name).toBe('My run');
  await expect(runs.rename(id, ' ')).rejects.toThrow(/^name: it is empty/);
  await runs.delete(id);
  expect(runs.list).toHaveLength(11);
  expect(await storage.read(id)).toBeNull();
  await expect(runs.read(id, null)).rejects.toThrow(/is no longer kept/);
});

test('a run that is deleted under way is not kept again', async () => {
  const { runs, storage } = library();
  const run = train(runs.begin(TINY, null), { paused: true });
  await run.step();
  await vi.waitFor(() => expect(runs.list).toHaveLength(1));
  await runs.delete(runs.list[0].id);
  run.resume();
  await run.ended;
  expect(runs.list).toEqual([]);
  expect(await storage.list()).toEqual([]);
});

test('other digits than those in use are refused', async () => {
  const { runs } = library();
  await train(runs.begin(TINY, 'abc')).ended;
  await expect(runs.read(runs.list[0].id, null)).rejects.toThrow(/was trained on other digits/);
});

describe('as a file', () => {
  test('a run is saved and loaded, to the bit', async () => {
    const { runs } = library();
    const run = await whole(runs);
    const file = await runs.save(runs.list[0].id);
    expect(file.name).toMatch(/^Question-.*\.jxrun$/);
    const other = library().runs;
    const id = await other.load(file);
    expect(other.list[0]).toMatchObject({ id, name: runs.list[0].name, phase: 'finished' });
    const [a, b] = [await runs.read(runs.list[0].id, null), await other.read(id, null)];
    expect(b).toEqual(a);
    expect(await other.curve(id)).toEqual(run.curve);
  });

  test('any other file is refused by name, and nothing is kept', async () => {
    const { runs } = library();
    await whole(runs);
    const { bytes } = await runs.save(runs.list[0].id);
    const other = library().runs;
    for (const bad of [new Uint8Array(3), bytes.slice(0, bytes.length - 8), bytes.with(14, 0)]) await expect(other.load({ name: 'bad.jxrun', bytes: bad })).rejects.toThrow(/^bad\.jxrun: run: /);
    expect(other.list).toEqual([]);
  });
});

describe('a storage that fails', () => {
  const failing = (error: unknown): RunStorage => {
    const reject = () => Promise.reject(error);
    return { list: async () => [], read: reject, write: reject, rename: reject, delete: reject };
  };
  const said = (events: readonly EngineEvent[]) => events.flatMap((event) => (event.kind === 'error' ? [event.error] : []));

  test('full: said once, and the run goes on to its end', async () => {
    const { runs, events } = library(failing(new DOMException('no room', 'QuotaExceededError')));
    const run = await whole(runs);
    expect(run.state().phase).toBe('finished');
    expect(said(events)).toEqual([{ code: 'storage', message: expect.stringMatching(/^storage: it is full, so runs are not kept/), detail: 'no room' }]);
  });

  test('full: when a run is deleted, what follows is kept', async () => {
    const memory = new RunsInMemory();
    let full = false;
    const { runs, events } = library({
      list: () => memory.list(), read: (id) => memory.read(id), rename: (id, name) => memory.rename(id, name), delete: (id) => memory.delete(id),
      write: (...run) => (full ? Promise.reject(new DOMException('no room', 'QuotaExceededError')) : memory.write(...run)),
    });
    await whole(runs);
    full = true;
    await whole(runs);
    expect(runs.list).toHaveLength(1);
    full = false;
    await runs.delete(runs.list[0].id);
    await whole(runs);
    expect(runs.list[0]).toMatchObject({ phase: 'finished' });
    expect(said(events)).toHaveLength(1);
  });

  test('forbidden: said when it is first asked', async () => {
    const { runs, events } = library({ ...failing(null), list: () => Promise.reject(new DOMException('denied', 'SecurityError')) });
    await runs.open();
    expect(said(events)).toHaveLength(1);
    expect(said(events)[0].message).toMatch(/^storage: this browser does not let the page keep anything/);
    expect((await whole(runs)).state().phase).toBe('finished');
    expect(said(events)).toHaveLength(1);
  });
});
