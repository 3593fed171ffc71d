// A run shown as it was: the session answers everything from that iteration's weights, while training goes on or not.
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, test } from 'vitest';
import { tf } from '../model/tensorflow.ts';
import type { EngineEvent, TrainSettings } from '../protocol.ts';
import { TINY, tinyDigits } from '../testing/tinyDigits.ts';
import { EngineHandle } from './engineHandle.ts';
import { Networks } from './networks.ts';
import type { ReadyMade } from './readyMade.ts';

beforeAll(async () => void (await tf.setBackend('cpu')));

function open() {
  const events: EngineEvent[] = [];
  let revision = 0;
  const ready = { renew: () => {}, revision: 0 } as unknown as ReadyMade;
  const networks = new Networks({ digits: tinyDigits(), engine: new EngineHandle(null), emit: (event) => events.push(event), revise: () => ++revision, openReady: async () => ready, keeper: () => ({ id: '1', keep: async () => {} }) }, ready);
  return { networks, events };
}

const settings: TrainSettings = { ...TINY, network: 'question' };

test('an iteration on show has its own filters, revision and weights; now comes back', async () => {
  const { networks } = open();
  const run = await networks.train(settings, false);
  await run.ended;
  const now = await networks.showing.filters();
  const before = networks.showing.revision;
  const state = await networks.look(2);
  expect(state).toMatchObject({ moment: 2, phase: 'finished', iteration: 6 });
  expect(state.revision).toBeGreaterThan(before);
  const then = await networks.showing.filters();
  expect(then!.values).toEqual(run.moment(2)!.weights.get('conv1/kernel'));
  expect(then!.values).not.toEqual(now!.values);
  const again = await networks.look(null);
  expect(again.moment).toBeNull();
  expect(again.revision).toBeGreaterThan(state.revision);
  expect((await networks.showing.filters())!.values).toEqual(now!.values);
});

test('training goes on unseen while an earlier iteration is on show', async () => {
  const { networks, events } = open();
  const run = await networks.train(settings, true);
  await run.step();
  const { revision } = await networks.look(0);
  events.length = 0;
  run.resume();
  await run.ended;
  const runs = events.flatMap((event) => (event.kind === 'run' ? [event.run] : []));
  expect(new Set(runs.map((each) => each.revision))).toEqual(new Set([revision]));
  expect(runs.at(-1)).toMatchObject({ moment: 0, phase: 'finished', iteration: 6 });
  expect(events.filter(({ kind }) => kind === 'filters')).toEqual([]);
  expect(events.some(({ kind }) => kind === 'curve')).toBe(true);
});

test('what is not kept is refused, and nothing changes', async () => {
  const { networks } = open();
  await expect(networks.look(0)).rejects.toThrow(/^look: nothing has been trained/);
  const run = await networks.train(settings, false);
  await run.ended;
  await expect(networks.look(99)).rejects.toThrow(/^iteration: 99 is not kept; choose one of 0, 1, 2/);
  expect(networks.showing.state().moment).toBeNull();
});

test('going through the iterations leaves no tensor behind', async () => {
  const { networks } = open();
  const run = await networks.train(settings, false);
  await run.ended;
  const held = tf.memory().numTensors;
  for (const iteration of run.state().moments) await networks.look(iteration);
  await networks.look(null);
  expect(tf.memory().numTensors).toBe(held);
});
