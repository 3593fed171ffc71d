// Runs that are kept: one that was cut off, and one to compare with.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EngineEvent, RunEntry } from '../../engine/protocol.ts';
import { fakeEngine } from '../testing/fakeEngine.ts';
import { defaults } from '../testing/fakeNetwork.ts';
import { open, state } from '../testing/openExplorer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

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

test('a kept run is compared, and no longer when it is deleted', async () => {
  const { explorer } = open('', {}, [cut]);
  await explorer.start();
  await explorer.compare('a');
  expect(state(explorer).compared).toMatchObject({ id: 'a', name: cut.name });
  await explorer.deleteRun('a');
  expect(state(explorer).compared).toBeNull();
});

test('a run that is opened stands still unless it is to go on; what cannot be done is said', async () => {
  const { explorer } = open('', {}, [cut]);
  await explorer.start();
  await explorer.openRun('a');
  expect(state(explorer).run).toMatchObject({ phase: 'paused', iteration: 4 });
  await explorer.openRun('b');
  expect(state(explorer)).toMatchObject({ busy: false, notices: [{ tone: 'error', text: expect.stringMatching(/^run: b is no longer kept/) }] });
});

test('a name is changed where it is kept; deleting one run leaves the others as they are', async () => {
  const { explorer } = open('', {}, [cut, { ...cut, id: 'b', phase: 'finished', name: 'Another' }]);
  await explorer.start();
  await explorer.renameRun('a', 'Mine');
  expect(state(explorer).runs.map(({ name }) => name)).toEqual(['Mine', 'Another']);
  await explorer.compare('a');
  await explorer.deleteRun('b');
  expect(state(explorer)).toMatchObject({ cutOff: { id: 'a' }, compared: { id: 'a' } });
  await explorer.deleteRun('a');
  expect(state(explorer)).toMatchObject({ cutOff: null, compared: null, runs: [] });
});
