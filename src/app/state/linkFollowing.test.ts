// What a link brings back, what it trains or opens, and what is said of a wrong one.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RunEntry } from '../../engine/protocol.ts';
import { defaults } from '../testing/fakeNetwork.ts';
import { open, row, state } from '../testing/openExplorer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const cut: RunEntry = { id: 'a', name: 'Question, yesterday', settings: { ...defaults, seed: 5 }, digits: null, created: 1, saved: 2, phase: 'under-way', iteration: 4, iterations: 12, accuracy: null };

test('a link brings back digit, layer, unit, parameter and mode', async () => {
  const { explorer, written } = open('?digit=13&layer=bn1&unit=3,4,1&parameter=bn1/gamma[1]&map=parameter');
  await explorer.start();
  expect(state(explorer).selection).toEqual({ digit: 13, of: 'bn1', wrt: null, batchNorm: 'inference', unit: { i: 3, j: 4, c: 1 }, parameter: 'bn1/gamma[1]', mode: 'parameter' });
  const column = explorer.frames.get('column', state(explorer).shown.column)!;
  expect(column).toMatchObject({ parameter: 'bn1/gamma', position: [1] });
  expect(written.at(-1)).toBe('?digit=13&layer=bn1&unit=3,4,1&parameter=bn1/gamma[1]&map=parameter');
});

test('a link to long work is asked about first; what is left for it is the usual question, not an empty page', async () => {
  const { engine, explorer, written } = open('?digit=3&layer=bn1&bn=batch', {
    plan: async (request) => ({ ...(await engine.plan(request)), seconds: request.batchNorm === 'batch' ? null : 1, multiplyAdds: 1e12 }),
  });
  await explorer.start();
  expect(state(explorer)).toMatchObject({ asking: { plan: { seconds: null } }, busy: false, shown: { exploration: null }, selection: { batchNorm: 'batch' } });
  await explorer.decline();
  expect(state(explorer)).toMatchObject({ asking: null, busy: false, selection: { digit: 3, of: 'relu1', wrt: null, batchNorm: 'inference' } });
  expect(row(explorer).norm).toBeGreaterThan(0);
  expect(written.at(-1)).toMatch(/^\?digit=3&unit=[\d,]+$/);
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

test('a link to a trained run opens the one that is kept instead of training it again', async () => {
  const { explorer, engine } = open('?run=trained&seed=5', {}, [{ ...cut, phase: 'finished', iteration: 12 }]);
  await explorer.start();
  expect(engine.calls).toContain('openRun');
  expect(engine.calls).not.toContain('train');
  expect(state(explorer).run).toMatchObject({ phase: 'finished', readyMade: false });
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
