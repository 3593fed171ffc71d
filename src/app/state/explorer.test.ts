import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EngineApi, EngineError, EngineEvent, RunEntry } from '../../engine/protocol.ts';
import { fakeEngine } from '../testing/fakeEngine.ts';
import { defaults } from '../testing/fakeNetwork.ts';
import { createExplorer, type Explorer } from './explorer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open(query = '', change: Partial<EngineApi> = {}, kept: readonly RunEntry[] = []) {
  const engine = fakeEngine({ channels: 2, delay: 5, kept });
  const written: string[] = [];
  const crashes: ((error: EngineError) => void)[] = [];
  const start = (onCrash: (error: EngineError) => void) => {
    crashes.push(onCrash);
    return { api: { ...engine, ...change }, close: () => {} };
  };
  const explorer = createExplorer(start, {
    read: () => query,
    follow: (store, write) => store.subscribe(() => written.push(write())),
  });
  return { engine, explorer, written, crashes };
}

const state = (explorer: Explorer) => explorer.store.getState();
const row = (explorer: Explorer) => explorer.frames.get('row', state(explorer).shown.row)!;

test('opens on the ready-made run with a digit that is read rightly and a unit that is on', async () => {
  const { explorer } = open();
  await explorer.start();
  const { status, run, selection, notices } = state(explorer);
  expect(status).toBe('ready');
  expect(run!.readyMade).toBe(true);
  expect(selection.digit).not.toBeNull();
  expect(row(explorer)).toMatchObject({ unit: selection.unit, off: false });
  expect(row(explorer).norm).toBeGreaterThan(0);
  expect(notices).toEqual([]);
});

test('a link brings back digit, layer, unit, parameter and mode', async () => {
  const { explorer, written } = open('?digit=13&layer=bn1&unit=3,4,1&parameter=bn1/gamma[1]&map=parameter');
  await explorer.start();
  expect(state(explorer).selection).toEqual({ digit: 13, of: 'bn1', wrt: null, batchNorm: 'inference', unit: { i: 3, j: 4, c: 1 }, parameter: 'bn1/gamma[1]', mode: 'parameter' });
  const column = explorer.frames.get('column', state(explorer).shown.column)!;
  expect(column).toMatchObject({ parameter: 'bn1/gamma', position: [1] });
  expect(written.at(-1)).toBe('?digit=13&layer=bn1&unit=3,4,1&parameter=bn1/gamma[1]&map=parameter');
});

test('what a link gets wrong is said once, in words, and defaults stand in', async () => {
  const { explorer } = open('?digit=999999&layer=fc9&wrt=fc8/bias&seed=x&epochs=1000&unit=99,0,0&parameter=conv1/kernel[9,9,9,9]');
  await explorer.start();
  const texts = state(explorer).notices.map(({ text }) => text);
  expect(texts[0]).toMatch(/seed=x.*epochs: 1000/);
  expect(texts[1]).toMatch(/digit=999999.*layer=fc9.*wrt=fc8\/bias/);
  expect(texts.slice(2).join()).toMatch(/kernel\[9,9,9,9\].*Unit \(99, 0\)/);
  expect(state(explorer).draft).toMatchObject({ seed: 1, epochs: 4 });
  expect(state(explorer).selection).toMatchObject({ of: 'relu1', parameter: null });
  expect(row(explorer).norm).toBeGreaterThan(0);
});

test('row and column are linked: the number where they cross is the same', async () => {
  const { explorer } = open();
  await explorer.start();
  const { selection } = state(explorer);
  await explorer.select({ parameter: `conv1/kernel[2,3,0,${selection.unit!.c}]`, mode: 'parameter' });
  const { shown } = state(explorer);
  const column = explorer.frames.get('column', shown.column)!;
  expect(state(explorer).selection.unit).toEqual(selection.unit);
  expect(column.values[row(explorer).index]).toBe(row(explorer).values[column.index]);
});

test('clicking fast shows the last unit only', async () => {
  const { explorer, engine } = open();
  await explorer.start();
  const before = engine.calls.filter((name) => name === 'row').length;
  await Promise.all([1, 2, 3, 4].map((i) => explorer.select({ unit: { i, j: 0, c: 0 } })));
  expect(row(explorer).unit).toEqual({ i: 4, j: 0, c: 0 });
  expect(engine.calls.filter((name) => name === 'row').length - before).toBeLessThanOrEqual(2);
});

test('training again refreshes the same unit with the new weights', async () => {
  const { explorer } = open();
  await explorer.start();
  const before = row(explorer);
  await explorer.command('train');
  await vi.advanceTimersByTimeAsync(2000);
  expect(state(explorer).run!.phase).toBe('finished');
  const shown = explorer.frames.get('exploration', state(explorer).shown.exploration)!;
  expect(shown.revision).toBe(state(explorer).run!.revision);
  expect(row(explorer).unit).toEqual(before.unit);
  expect(row(explorer).values).not.toEqual(before.values);
});

test('pictures that take longer than an iteration are still shown while it trains', async () => {
  const slow = fakeEngine({ channels: 2, delay: 300 });
  const explore: EngineApi['explore'] = async (request) => {
    const exploration = await slow.explore(request);
    await new Promise((resolve) => setTimeout(resolve, 700));
    return exploration;
  };
  const { explorer } = open('', { ...slow, explore });
  void explorer.start();
  await vi.advanceTimersByTimeAsync(1000);
  const shown = () => explorer.frames.get('exploration', state(explorer).shown.exploration)!.revision;
  const before = shown();
  void explorer.command('train');
  await vi.advanceTimersByTimeAsync(2500);
  expect(state(explorer).run!.phase).toBe('training');
  expect(shown()).toBeGreaterThan(before);
  await vi.advanceTimersByTimeAsync(5000);
  expect(shown()).toBe(state(explorer).run!.revision);
});

test('another unit of the digit on show never waits for the device', async () => {
  const slow = fakeEngine({ channels: 2, delay: 300 });
  const explore: EngineApi['explore'] = async (request) => {
    const exploration = await slow.explore(request);
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    return exploration;
  };
  const { explorer } = open('', { ...slow, explore });
  void explorer.start();
  await vi.advanceTimersByTimeAsync(11_000);
  void explorer.command('train');
  await vi.advanceTimersByTimeAsync(2000);
  void explorer.select({ unit: { i: 9, j: 9, c: 1 } });
  await vi.advanceTimersByTimeAsync(10);
  expect(row(explorer).unit).toEqual({ i: 9, j: 9, c: 1 });
  await vi.advanceTimersByTimeAsync(40_000);
  const shown = explorer.frames.get('exploration', state(explorer).shown.exploration)!;
  expect(shown.revision).toBe(state(explorer).run!.revision);
  expect(row(explorer)).toMatchObject({ unit: { i: 9, j: 9, c: 1 }, explorationId: shown.id });
});

test('a link to a trained run trains it again and says so until it is done', async () => {
  const { explorer, written } = open('?run=trained&seed=5&digit=3&unit=1,2,0');
  await explorer.start();
  expect(state(explorer).notices.map(({ text }) => text)).toEqual([expect.stringContaining('trained again')]);
  expect(state(explorer).run!.settings.seed).toBe(5);
  await vi.advanceTimersByTimeAsync(2000);
  expect(state(explorer).run).toMatchObject({ phase: 'finished', readyMade: false });
  expect(state(explorer).notices).toEqual([]);
  expect(row(explorer).unit).toEqual({ i: 1, j: 2, c: 0 });
  expect(written.at(-1)).toBe('?seed=5&run=trained&digit=3&unit=1,2,0');
});

test('a refused setting is told beside its field and kept out of the link', async () => {
  const { explorer, written } = open();
  await explorer.start();
  await explorer.setSetting('epochs', 0);
  expect(state(explorer).problems).toEqual([{ field: 'epochs', message: expect.stringContaining('epochs: 0') }]);
  expect(written.at(-1)).not.toContain('epochs');
  await explorer.setSetting('epochs', 7);
  expect(state(explorer).problems).toEqual([]);
  expect(written.at(-1)).toContain('epochs=7');
});

test('a step from the ready-made run starts one and does a single iteration', async () => {
  const { explorer } = open();
  await explorer.start();
  await explorer.command('step');
  expect(state(explorer).run).toMatchObject({ phase: 'paused', iteration: 1, readyMade: false });
  await explorer.command('step');
  expect(state(explorer).run).toMatchObject({ phase: 'paused', iteration: 2 });
});

test('a failed call is said in the page and the pictures stay', async () => {
  const row404 = () => Promise.reject({ code: 'row', message: 'row: none. Choose another unit.' });
  const { explorer } = open();
  await explorer.start();
  const { shown } = state(explorer);
  const broken = open('', { row: row404 });
  await broken.explorer.start();
  expect(state(broken.explorer).notices).toMatchObject([{ tone: 'error', text: 'row: none. Choose another unit.' }]);
  expect(state(broken.explorer).busy).toBe(false);
  expect(state(explorer).shown).toEqual(shown);
});

test('after a crash the settings and the selection are still there', async () => {
  const { explorer, crashes } = open();
  await explorer.start();
  await explorer.setSetting('seed', 9);
  await explorer.select({ unit: { i: 5, j: 6, c: 1 } });
  await explorer.command('step');
  crashes[0]({ code: 'worker-crashed', message: 'Engine: its worker stopped.' });
  expect(state(explorer)).toMatchObject({ status: 'crashed', crash: { code: 'worker-crashed' } });
  await explorer.start();
  expect(state(explorer)).toMatchObject({ status: 'ready', crash: null, draft: { seed: 9 } });
  expect(row(explorer).unit).toEqual({ i: 5, j: 6, c: 1 });
  expect(state(explorer).notices.at(-1)!.text).toContain('is lost');
});

test('an error that escaped the worker is told, and the run goes on', async () => {
  const { explorer, crashes } = open();
  await explorer.start();
  await explorer.command('step');
  crashes[0]({ code: 'worker-error', message: 'Engine: an error came up in its worker.' });
  expect(state(explorer)).toMatchObject({ status: 'ready', crash: { code: 'worker-error' }, run: { phase: 'paused', readyMade: false } });
});

test('thumbnails: pages join, and a filter begins anew', async () => {
  const { explorer } = open();
  await explorer.start();
  const first = state(explorer).browsing.items.length;
  await explorer.more();
  const { items, pixels } = state(explorer).browsing;
  expect(items.length).toBeGreaterThan(first);
  expect(explorer.frames.get('pixels', pixels)!.length).toBe(items.length * 784);
  await explorer.setFilter({ label: 3, outcome: 'wrong' });
  const wrong = state(explorer).browsing.items;
  expect(wrong.length).toBeGreaterThan(0);
  expect(wrong.every(({ label, predicted }) => label === 3 && predicted !== 3)).toBe(true);
});

test('a check belongs to its row, and repeats by itself when it was cheap', async () => {
  const { explorer, engine } = open();
  await explorer.start();
  await explorer.check();
  expect(state(explorer).checking!.result!.reference.worst).toBe(1e-7);
  await explorer.select({ unit: { i: 7, j: 7, c: 0 } });
  expect(state(explorer).checking!.row).not.toBe(state(explorer).shown.row);
  await vi.advanceTimersByTimeAsync(1000);
  expect(state(explorer).checking!.row).toBe(state(explorer).shown.row);
  expect(engine.calls.filter((name) => name === 'check')).toHaveLength(2);
});

test('the run is wound back: pictures, filters and thumbnails of an earlier iteration, and back to now', async () => {
  const { explorer } = open();
  await explorer.start();
  await explorer.command('train');
  await vi.waitFor(() => expect(state(explorer).run!.phase).toBe('finished'));
  await explorer.look(3);
  const { run, shown } = state(explorer);
  expect(run).toMatchObject({ moment: 3, phase: 'finished' });
  const then = explorer.frames.get('exploration', shown.exploration)!;
  expect(then.revision).toBe(run!.revision);
  const { values } = explorer.frames.get('filters', state(explorer).filters)!;
  expect(then.parameters.slice(0, values.length)).toEqual(values);
  await explorer.look(null);
  const now = explorer.frames.get('exploration', state(explorer).shown.exploration)!;
  expect(state(explorer).run!.moment).toBeNull();
  expect(now.parameters).not.toEqual(then.parameters);
  expect(row(explorer).unit).toEqual(state(explorer).selection.unit);
});

test('playing shows every iteration once and ends now; looking stops it', async () => {
  const { explorer } = open();
  await explorer.start();
  await explorer.command('train');
  await vi.waitFor(() => expect(state(explorer).run!.phase).toBe('finished'));
  const seen: (number | null)[] = [];
  const leave = explorer.store.subscribe(({ run }) => run!.moment !== seen.at(-1) && seen.push(run!.moment));
  void explorer.play();
  await vi.waitFor(() => expect(state(explorer).playing).toBe(false), { timeout: 20_000 });
  leave();
  expect(seen).toEqual([null, ...Array.from({ length: 12 }, (_, k) => k), null]);
  expect(state(explorer).playing).toBe(false);
  const playing = explorer.play();
  await vi.waitFor(() => expect(state(explorer).run!.moment).toBe(1));
  await explorer.look(7);
  await vi.advanceTimersByTimeAsync(500);
  await playing;
  expect(state(explorer)).toMatchObject({ playing: false, run: { moment: 7 } });
});

const cut: RunEntry = { id: 'a', name: 'Question, yesterday', settings: { ...defaults, seed: 5 }, digits: null, created: 1, saved: 2, phase: 'under-way', iteration: 4, iterations: 12, accuracy: null };

test('a run that was cut off is offered; taken up, it goes on where it was', async () => {
  const { explorer, engine } = open('', {}, [cut]);
  await explorer.start();
  expect(state(explorer).cutOff).toEqual(cut);
  await explorer.openRun('a', true);
  expect(state(explorer)).toMatchObject({ cutOff: null, busy: false, run: { phase: 'training', readyMade: false } });
  await vi.waitFor(() => expect(state(explorer).run).toMatchObject({ phase: 'finished', iteration: 12 }));
  expect(engine.calls).not.toContain('train');
});

test('one that goes on by the run’s own buttons is offered no longer', async () => {
  let emit: (event: EngineEvent) => void = () => {};
  const fake = fakeEngine({ channels: 2, kept: [cut] });
  const { explorer } = open('', { open: (onEvent) => fake.open((emit = onEvent)) });
  await explorer.start();
  emit({ kind: 'runs', runs: [{ ...cut, saved: 9 }] });
  expect(state(explorer).cutOff!.id).toBe('a');
  emit({ kind: 'runs', runs: [{ ...cut, saved: 10, iteration: 5 }] });
  expect(state(explorer).cutOff).toBeNull();
});

test('left for now it stays among those kept; a finished one or one on other digits is not offered', async () => {
  const { explorer } = open('', {}, [{ ...cut, id: 'b', digits: 'other' }, { ...cut, id: 'c', phase: 'finished' }, cut]);
  await explorer.start();
  expect(state(explorer).cutOff!.id).toBe('a');
  explorer.leaveCutOff();
  expect(state(explorer).cutOff).toBeNull();
  expect(state(explorer).runs).toHaveLength(3);
  await explorer.deleteRun('a');
  expect(state(explorer).runs.map(({ id }) => id)).toEqual(['b', 'c']);
});

test('a link to a trained run opens the one that is kept instead of training it again', async () => {
  const { explorer, engine } = open('?run=trained&seed=5', {}, [{ ...cut, phase: 'finished', iteration: 12 }]);
  await explorer.start();
  expect(engine.calls).toContain('openRun');
  expect(engine.calls).not.toContain('train');
  expect(state(explorer).run).toMatchObject({ phase: 'finished', readyMade: false });
});

test('a lost device stops the page as a crash does, with a way on', async () => {
  let emit: (event: EngineEvent) => void = () => {};
  const fake = fakeEngine({ channels: 2 });
  const { explorer } = open('', { open: (onEvent) => fake.open((emit = onEvent)) });
  await explorer.start();
  emit({ kind: 'error', error: { code: 'device-lost', message: 'GPU: the device was lost; start again.' } });
  expect(state(explorer)).toMatchObject({ status: 'crashed', crash: { code: 'device-lost' } });
  await explorer.start();
  expect(state(explorer).status).toBe('ready');
});

test('a kept run is compared, and no longer when it is deleted', async () => {
  const { explorer } = open('', {}, [cut]);
  await explorer.start();
  await explorer.compare('a');
  expect(state(explorer).compared).toMatchObject({ id: 'a', name: cut.name });
  await explorer.deleteRun('a');
  expect(state(explorer).compared).toBeNull();
});

test('a worker that fell silent can be started again, and one that answers after all is left alone', async () => {
  const kept: ((error: EngineError | null) => void)[] = [];
  const explorer = createExplorer(
    (onCrash) => {
      kept.push(onCrash);
      return { api: fakeEngine({ channels: 2, delay: 5 }), close: () => {} };
    },
    { read: () => '', follow: () => () => {} },
  );
  await explorer.start();
  kept[0]({ code: 'worker-silent', message: 'Engine: its worker has not answered.' });
  expect(state(explorer)).toMatchObject({ status: 'ready', crash: { code: 'worker-silent' } });
  kept[0](null);
  expect(state(explorer).crash).toBeNull();
  // What was said of an error stays.
  kept[0]({ code: 'worker-error', message: 'Engine: an error came up in its worker.' });
  kept[0](null);
  expect(state(explorer).crash).toMatchObject({ code: 'worker-error' });
});

test('a moment of the run is in the link, and a link to one shows it: of a run that is kept, or once it is trained again', async () => {
  const { explorer, written } = open();
  await explorer.start();
  await explorer.command('train');
  await vi.advanceTimersByTimeAsync(2000);
  expect(written.at(-1)).not.toContain('moment');
  await explorer.look(7);
  await vi.advanceTimersByTimeAsync(1000);
  const link = written.at(-1)!;
  expect(link).toContain('moment=7');
  const there = row(explorer).values;

  const again = open(link);
  await again.explorer.start();
  expect(state(again.explorer).notices.map(({ text }) => text).join()).toContain('Iteration 7 of it is shown when it is over.');
  await vi.advanceTimersByTimeAsync(30);
  expect(state(again.explorer).run!.phase).toBe('training');
  expect(again.written.at(-1)).toContain('moment=7');
  await vi.advanceTimersByTimeAsync(3000);
  expect(state(again.explorer).run).toMatchObject({ phase: 'finished', moment: 7 });
  expect(state(again.explorer).notices).toEqual([]);
  expect(row(again.explorer).values).toEqual(there);

  const { settings } = state(explorer).run!;
  const entry: RunEntry = { id: 'a', name: 'mine', settings, digits: null, created: 1, saved: 2, phase: 'finished', iteration: 12, iterations: 12, accuracy: 0.9 };
  const kept = open(link, {}, [entry]);
  await kept.explorer.start();
  expect(state(kept.explorer).run).toMatchObject({ phase: 'finished', moment: 7 });
  await kept.explorer.look(null);
  expect(kept.written.at(-1)).not.toContain('moment');
});

test('a moment that is none is refused in words', async () => {
  const settings = { ...defaults };
  const entry: RunEntry = { id: 'a', name: 'mine', settings, digits: null, created: 1, saved: 2, phase: 'finished', iteration: 12, iterations: 12, accuracy: 0.9 };
  const texts = async (query: string) => {
    const { explorer } = open(query, {}, [entry]);
    await explorer.start();
    expect(state(explorer).run!.moment).toBeNull();
    return state(explorer).notices.map(({ text }) => text).join();
  };
  expect(await texts('?run=trained&seed=1&moment=13')).toMatch(/moment=13 cannot be shown: the run has iterations 0 to 12/);
  expect(await texts('?run=trained&seed=1&moment=-1')).toMatch(/moment=-1 cannot be shown: the run has iterations 0 to 12/);
  expect(await texts('?moment=7')).toMatch(/moment=7 is of a trained run, and this link shows none/);
  expect(await texts('?run=trained&seed=1&moment=x')).toMatch(/moment=x cannot be read/);
});
