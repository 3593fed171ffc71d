// The verdict on a row follows it through refreshes.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EngineApi, EngineEvent } from '../../engine/protocol.ts';
import { fakeEngine } from '../testing/fakeEngine.ts';
import { createExplorer } from './explorer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function open({ slow = 0, delay = 5 } = {}) {
  let emit: (event: EngineEvent) => void = () => {};
  const engine = fakeEngine({ channels: 2, delay });
  const check: EngineApi['check'] = async (...asked) => {
    await new Promise((resolve) => setTimeout(resolve, slow));
    return { ...(await engine.check(...asked)), milliseconds: slow };
  };
  const api = { ...engine, check, open: (onEvent: typeof emit) => engine.open((emit = onEvent)) };
  const explorer = createExplorer(() => ({ api, close: () => {} }), { read: () => '', follow: () => () => {} });
  const starting = explorer.start();
  await vi.advanceTimersByTimeAsync(100);
  await starting;
  return { explorer, engine, state: () => explorer.store.getState(), say: (event: EngineEvent) => emit(event), checks: () => engine.calls.filter((name) => name === 'check').length };
}

type Opened = Awaited<ReturnType<typeof open>>;
const verdict = ({ state }: Opened) => (state().checking?.row === state().shown.row ? state().checking!.result : undefined);

/** The digit is left and come back to: explored anew, with the same weights. */
async function thereAndBack({ explorer, state }: Opened) {
  const { digit, unit } = state().selection;
  const row = state().shown.row;
  await explorer.select({ digit: digit! + 1 });
  await explorer.select({ digit, unit });
  expect(state().shown.row).not.toBe(row);
}

test('the same row of another exploration with the same weights keeps its verdict', async () => {
  const page = await open({ slow: 1000 });
  const checked = page.explorer.check();
  await vi.advanceTimersByTimeAsync(1100);
  await checked;
  const first = verdict(page);
  expect(first).toBeTruthy();
  await thereAndBack(page);
  expect(verdict(page)).toBe(first);
  await vi.advanceTimersByTimeAsync(3000);
  expect(page.checks()).toBe(1);
});

test('a check under way while its row is explored anew still gives its verdict', async () => {
  const page = await open({ slow: 1000 });
  void page.explorer.check();
  await thereAndBack(page);
  expect(verdict(page)).toBeNull();
  await vi.advanceTimersByTimeAsync(1100);
  expect(verdict(page)).toBeTruthy();
  expect(page.checks()).toBe(1);
});

test.each([['a quick check', 10], ['a slow one', 1000]])('%s pressed right after a run ends is made again by itself for the weights that it ended with', async (_name, slow) => {
  const page = await open({ slow });
  await page.explorer.command('train');
  await vi.waitFor(() => expect(page.state().run!.phase).toBe('finished'), { interval: 1 });
  const row = page.state().shown.row;
  void page.explorer.check();
  await vi.advanceTimersByTimeAsync(5000);
  expect(page.state().shown.row).not.toBe(row);
  expect(verdict(page)).toBeTruthy();
  expect(page.checks()).toBe(2);
});

test('a slow check is not made again for another row, nor while a run trains or is played through', async () => {
  const page = await open({ slow: 1000, delay: 400 });
  void page.explorer.check();
  await vi.advanceTimersByTimeAsync(1100);
  await page.explorer.select({ unit: { i: 7, j: 7, c: 0 } });
  await vi.advanceTimersByTimeAsync(3000);
  expect(page.checks()).toBe(1);
  void page.explorer.check();
  await page.explorer.command('train');
  await vi.advanceTimersByTimeAsync(2500);
  expect(page.state().run!.phase).toBe('training');
  expect(page.checks()).toBe(2);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(page.state().run!.phase).toBe('finished');
  expect(page.checks()).toBe(3);
  void page.explorer.play();
  await vi.advanceTimersByTimeAsync(1500);
  expect(page.state().playing).toBe(true);
  expect(page.checks()).toBe(3);
});

test('a row is checked once at a time, and of rows that are passed over quickly only the last', async () => {
  const page = await open({ slow: 50 });
  void page.explorer.check();
  void page.explorer.check();
  await vi.advanceTimersByTimeAsync(100);
  expect(page.checks()).toBe(1);
  for (const i of [1, 2, 3]) {
    await page.explorer.select({ unit: { i, j: 0, c: 0 } });
    await vi.advanceTimersByTimeAsync(300);
  }
  await vi.advanceTimersByTimeAsync(2000);
  expect(page.checks()).toBe(2);
  expect(verdict(page)).toBeTruthy();
});
