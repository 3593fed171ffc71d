import { expect, test } from 'vitest';
import { Gate } from './gate.ts';

/** Whether a promise has settled after a few turns of the event loop. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  void promise.then(() => (done = true));
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setTimeout(resolve));
  return done;
}

test('an open gate lets every iteration through', async () => {
  const gate = new Gate(false, () => {});
  expect(await gate.beforeIteration()).toBe(true);
  expect(await gate.between()).toBe(true);
});

test('a paused gate holds until resumed, and says so', async () => {
  const heard: boolean[] = [];
  const gate = new Gate(true, (still) => heard.push(still));
  const next = gate.beforeIteration();
  await gate.whenStill();
  expect(await settled(next)).toBe(false);
  gate.resume();
  expect(await next).toBe(true);
  expect(heard).toEqual([true, false]);
});

test('a step lets one iteration and its validation through, no more', async () => {
  const gate = new Gate(true, () => {});
  const first = gate.beforeIteration();
  await gate.whenStill();
  gate.step();
  expect(await settled(gate.whenStill())).toBe(false);
  expect(await first).toBe(true);
  expect(await settled(gate.between())).toBe(true);
  expect(await settled(gate.beforeIteration())).toBe(false);
});

test('a pause within a step’s validation holds it', async () => {
  const gate = new Gate(true, () => {});
  gate.step();
  await gate.beforeIteration();
  gate.pause();
  expect(await settled(gate.between())).toBe(false);
});

test('an ending wakes whoever waits, and abandoning overrules stopping', async () => {
  const gate = new Gate(true, () => {});
  const next = gate.beforeIteration();
  await gate.whenStill();
  gate.end('stopped');
  expect(await next).toBe(false);
  gate.end('abandoned');
  gate.end('stopped');
  expect(gate.ending).toBe('abandoned');
  expect(await gate.between()).toBe(false);
});

test('nobody waits for a run that is over to stand still', async () => {
  const gate = new Gate(false, () => {});
  const waiting = gate.whenStill();
  gate.close();
  expect(await settled(waiting)).toBe(true);
  expect(await settled(gate.whenStill())).toBe(true);
});
