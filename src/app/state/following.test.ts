import { expect, test, vi } from 'vitest';
import type { KeptMoment } from '../../engine/protocol.ts';
import { coarseToFine, createFollowing, spaced, stillTrue } from './following.ts';

type Item = KeptMoment & { value: string };

/** An engine that keeps moments 0 … `last`, each with its stamp; `asked` hears every request. */
function keeper(stamps: Record<number, number>, took = 0, clock = { now: 0 }) {
  const asked: (readonly number[])[] = [];
  const ask = (name: string) => async (iterations: readonly number[]) => {
    asked.push(iterations);
    clock.now += took * iterations.length;
    const kept = Object.entries(stamps).map(([iteration, stamp]) => ({ iteration: Number(iteration), stamp }));
    return { kept, items: iterations.map((iteration): Item => ({ iteration, stamp: stamps[iteration], value: `${name} ${iteration}` })) };
  };
  return { asked, ask, following: createFollowing<Item>(() => clock.now) };
}

const settled = (following: ReturnType<typeof createFollowing<Item>>) => vi.waitFor(() => expect(following.state().phase).not.toBe('working'));
const range = (n: number) => Array.from({ length: n }, (_, k) => k);

test('the whole run is seen before its details, and nothing twice', () => {
  expect(coarseToFine(range(9)).slice(0, 5)).toEqual([0, 8, 4, 2, 6]);
  for (const n of [0, 1, 2, 3, 7, 138]) expect(coarseToFine(range(n)).sort((a, b) => a - b)).toEqual(range(n));
  expect(spaced(range(48), 4)).toEqual([0, 16, 31, 47]);
  expect(spaced(range(3), 4)).toEqual([0, 1, 2]);
});

test('training on adds only the new moments; one whose weights changed is asked for again', async () => {
  const stamps: Record<number, number> = { 0: 1, 1: 2, 2: 3 };
  const { asked, ask, following } = keeper(stamps);
  following.follow('a', [0, 1, 2], ask('a'));
  await settled(following);
  expect([...following.state().found.keys()].sort((a, b) => a - b)).toEqual([0, 1, 2]);
  asked.length = 0;
  stamps[3] = 4;
  stamps[2] = 9;
  following.follow('a', [0, 1, 2, 3], ask('a'));
  await settled(following);
  expect(asked.flat().sort((a, b) => a - b)).toEqual([2, 3]);
  expect(following.state().found.get(2)!.stamp).toBe(9);
  expect(following.state()).toMatchObject({ phase: 'idle', done: 4, total: 4 });
});

test('of another run nothing is left, though its iterations have the same numbers', async () => {
  expect(stillTrue(new Map([[0, { iteration: 0, stamp: 1 }], [5, { iteration: 5, stamp: 6 }]]), [{ iteration: 0, stamp: 7 }]).size).toBe(0);
});

test('another question ends the one under way; what was found stays until the first answer', async () => {
  const { ask, following } = keeper({ 0: 1, 1: 2, 2: 3 });
  following.follow('a', [0, 1, 2], ask('a'));
  await settled(following);
  following.follow('b', [0, 1, 2], ask('b'));
  expect(following.state()).toMatchObject({ of: 'a', phase: 'working' });
  following.follow('c', [0, 1, 2], ask('c'));
  await settled(following);
  expect(following.state().of).toBe('c');
  expect([...following.state().found.values()].map(({ value }) => value).sort()).toEqual(['c 0', 'c 1', 'c 2']);
});

test('what takes long is measured by one moment and then asked about; a stop holds until the visitor goes on', async () => {
  const { asked, ask, following } = keeper(Object.fromEntries(range(20).map((k) => [k, k + 1])), 3000);
  following.follow('a', range(20), ask('a'));
  await settled(following);
  expect(asked).toEqual([[0]]);
  expect(following.state()).toMatchObject({ phase: 'asking', done: 1, total: 20, secondsLeft: 57 });
  following.goOn();
  await vi.waitFor(() => expect(following.state().done).toBeGreaterThan(3));
  following.stop();
  const { done } = following.state();
  following.follow('a', range(20), ask('a'));
  expect(following.state()).toMatchObject({ phase: 'stopped', done });
  following.goOn();
  await settled(following);
  expect(following.state()).toMatchObject({ phase: 'idle', done: 20 });
});

test('work that is known to be long is asked about before it begins; an error is said', async () => {
  const { asked, ask, following } = keeper({ 0: 1, 1: 2 });
  following.follow('a', [0, 1], ask('a'), { guess: 60, work: 'all maps' });
  await settled(following);
  expect(asked).toEqual([]);
  expect(following.state().phase).toBe('asking');
  following.goOn();
  await settled(following);
  following.follow('b', [0, 1], ask('b'), { guess: 60, work: 'all maps' });
  await settled(following);
  expect(following.state()).toMatchObject({ of: 'b', phase: 'idle', done: 2 });
  const failing = createFollowing<Item>();
  failing.follow('a', [0], () => Promise.reject({ code: 'no-run', message: 'moments: none' }));
  await settled(failing);
  expect(failing.state()).toMatchObject({ phase: 'failed', error: { code: 'no-run' } });
});

test('as many moments are asked for at once as are answered in a moment', async () => {
  const sizes = async (count: number, took: number) => {
    const { asked, ask, following } = keeper(Object.fromEntries(range(count).map((k) => [k, k + 1])), took);
    following.follow('a', range(count), ask('a'));
    await settled(following);
    return asked.map(({ length }) => length);
  };
  expect(await sizes(9, 100)).toEqual([1, 3, 3, 2]);
  expect(await sizes(60, 1)).toEqual([1, 48, 11]);
  expect(await sizes(3, 1000)).toEqual([1, 1, 1]);
});
