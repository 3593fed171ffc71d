// A run wound back to earlier iterations, and played.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Explorer } from './explorer.ts';
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

/** A run that is over, whose explorations take so many milliseconds from now on. */
async function trained(milliseconds: number) {
  let wait = 0;
  const opened = open('', {
    explore: async (request) => {
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      return opened.engine.explore(request);
    },
  });
  const { explorer } = opened;
  await explorer.start();
  await explorer.command('train');
  await vi.waitFor(() => expect(state(explorer)).toMatchObject({ busy: false, run: { phase: 'finished' } }));
  await vi.advanceTimersByTimeAsync(1000);
  wait = milliseconds;
  return explorer;
}

/** Revisions of what the page shows. */
function revisions(explorer: Explorer) {
  const { run, shown, filters } = state(explorer);
  return [run!.revision, explorer.frames.get('exploration', shown.exploration)!.revision, explorer.frames.get('filters', filters)!.revision];
}

test('moment, filters and pictures change together', async () => {
  const explorer = await trained(60);
  const before = revisions(explorer);
  const looking = explorer.look(3);
  await vi.advanceTimersByTimeAsync(50);
  expect(state(explorer)).toMatchObject({ busy: true, momentAsked: 3, run: { moment: null } });
  expect(revisions(explorer)).toEqual(before);
  await vi.advanceTimersByTimeAsync(20);
  await looking;
  expect(state(explorer)).toMatchObject({ busy: false, momentAsked: undefined, run: { moment: 3 } });
  expect(new Set(revisions(explorer)).size).toBe(1);
});

test('where pictures take long, moment and filters are shown before them', async () => {
  const explorer = await trained(900);
  const [, pictures] = revisions(explorer);
  const looking = explorer.look(3);
  await vi.advanceTimersByTimeAsync(250);
  expect(state(explorer)).toMatchObject({ busy: true, run: { moment: 3 } });
  const [run, still, filters] = revisions(explorer);
  expect([still, filters]).toEqual([pictures, run]);
  await vi.advanceTimersByTimeAsync(700);
  await looking;
  expect(new Set(revisions(explorer)).size).toBe(1);
});

test('of moments asked for in quick succession the last one is shown', async () => {
  const explorer = await trained(60);
  const looks = [explorer.look(3), explorer.look(4), explorer.look(4), explorer.look(5)];
  expect(state(explorer).momentAsked).toBe(5);
  await vi.advanceTimersByTimeAsync(200);
  await Promise.all(looks);
  expect(state(explorer)).toMatchObject({ momentAsked: undefined, busy: false, run: { moment: 5 } });
  expect(new Set(revisions(explorer)).size).toBe(1);
});
