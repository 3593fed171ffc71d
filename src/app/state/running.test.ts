// A run as the page meets it: pictures are refreshed while it trains, and nothing waits for it.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EngineApi } from '../../engine/protocol.ts';
import { fakeEngine } from '../testing/fakeEngine.ts';
import { open, row, state } from '../testing/openExplorer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

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

test('a step from the ready-made run starts one and does a single iteration', async () => {
  const { explorer } = open();
  await explorer.start();
  await explorer.command('step');
  expect(state(explorer).run).toMatchObject({ phase: 'paused', iteration: 1, readyMade: false });
  await explorer.command('step');
  expect(state(explorer).run).toMatchObject({ phase: 'paused', iteration: 2 });
});
