// A run wound back to earlier iterations, and played.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { open, row, state } from '../testing/openExplorer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

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
