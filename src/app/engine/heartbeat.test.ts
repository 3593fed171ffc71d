import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchHeartbeat, type Heartbeat } from './heartbeat.ts';

let said: string[];
let visible: boolean;
let answers: boolean;
let heartbeat: Heartbeat;

beforeEach(() => {
  vi.useFakeTimers();
  [said, visible, answers] = [[], true, true];
  heartbeat = watchHeartbeat({
    ping: () => void (answers && setTimeout(() => heartbeat.alive(), 10)),
    onSilent: () => said.push('silent'),
    onAnswer: () => said.push('answers'),
    isVisible: () => visible,
  });
});
afterEach(() => {
  heartbeat.stop();
  vi.useRealTimers();
});

const minutes = (count: number) => vi.advanceTimersByTimeAsync(60_000 * count);

test('a worker that answers is never said to be silent', async () => {
  await minutes(60);
  expect(said).toEqual([]);
});

test('one that is gone is said to be, once, after a minute', async () => {
  await minutes(1);
  answers = false;
  await vi.advanceTimersByTimeAsync(55_000);
  expect(said).toEqual([]);
  await minutes(0.2);
  expect(said).toEqual(['silent']);
  await minutes(10);
  expect(said).toEqual(['silent']);
});

test('one that was blocked for long is taken back when it answers, and watched again', async () => {
  await minutes(1);
  answers = false;
  await minutes(3);
  heartbeat.alive();
  answers = true;
  expect(said).toEqual(['silent', 'answers']);
  await minutes(5);
  answers = false;
  await minutes(2);
  expect(said).toEqual(['silent', 'answers', 'silent']);
});

test('any word of it counts, and a program that is long on its way is waited for', async () => {
  answers = false;
  await minutes(0.5);
  heartbeat.stop();
  heartbeat = watchHeartbeat({ ping: () => {}, onSilent: () => said.push('silent'), onAnswer: () => {}, isVisible: () => true });
  await minutes(10);
  heartbeat.alive();
  for (let k = 0; k < 10; k++) {
    await minutes(0.9);
    heartbeat.alive();
  }
  expect(said).toEqual([]);
});

test('a hidden page says nothing, and counts from when it is seen again', async () => {
  await minutes(1);
  answers = false;
  visible = false;
  await minutes(30);
  visible = true;
  await minutes(0.9);
  expect(said).toEqual([]);
  await minutes(0.2);
  expect(said).toEqual(['silent']);
});

test('a machine that slept looks once when it wakes', async () => {
  await minutes(1);
  answers = false;
  // Timers stand still while the clock goes on.
  vi.setSystemTime(Date.now() + 8 * 3600_000);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(said).toEqual([]);
});
