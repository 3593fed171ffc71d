// A run that diverges, as the page meets it: the message, the way back, and training again.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeEngine } from '../testing/fakeEngine.ts';
import { createExplorer } from './explorer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function diverged() {
  const engine = fakeEngine({ channels: 2, delay: 5 });
  const explorer = createExplorer(() => ({ api: engine, close: () => {} }), { read: () => '', follow: () => () => {} });
  await explorer.start();
  await explorer.setSetting('learningRate', 1);
  await explorer.setSetting('seed', 9);
  await explorer.command('train');
  await vi.waitFor(() => expect(explorer.store.getState().run!.phase).toBe('failed'));
  await vi.advanceTimersByTimeAsync(1000);
  return { explorer, engine, state: () => explorer.store.getState() };
}

test('it falls back to the last good iteration, keeps its curve, and can be trained again with a tenth of the rate', async () => {
  const { explorer, state } = await diverged();
  expect(state().run).toMatchObject({ phase: 'failed', iteration: 4, moments: [0, 1, 2, 3], error: { code: 'not-finite' } });
  expect(state().curve.training).toHaveLength(4);
  // What is on show is of the weights that it fell back to.
  expect(explorer.frames.get('exploration', state().shown.exploration)!.revision).toBe(state().run!.revision);
  await explorer.setSetting('seed', 3);
  await explorer.trainAgain({ learningRate: 0.1 });
  expect(state().draft).toMatchObject({ learningRate: 0.1, seed: 9 });
  expect(state().run).toMatchObject({ phase: 'training', error: null, settings: { learningRate: 0.1, seed: 9 } });
  await vi.waitFor(() => expect(state().run!.phase).toBe('finished'));
});

test('a rate that is refused is said beside its field, and nothing is trained', async () => {
  const { explorer, engine, state } = await diverged();
  const trained = engine.calls.filter((name) => name === 'train').length;
  await explorer.trainAgain({ learningRate: 1e-9 });
  expect(state().problems.map(({ field }) => field)).toEqual(['learningRate']);
  expect(engine.calls.filter((name) => name === 'train')).toHaveLength(trained);
});

test('from an earlier iteration the way back leads to the last good one', async () => {
  const { explorer, state } = await diverged();
  await explorer.look(1);
  expect(state().run!.moment).toBe(1);
  await explorer.look(null);
  expect(state().run).toMatchObject({ moment: null, phase: 'failed' });
});
