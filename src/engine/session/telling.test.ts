import { expect, test } from 'vitest';
import type { EngineEvent } from '../protocol.ts';
import { Telling } from './telling.ts';

function listen() {
  const events: EngineEvent[] = [];
  return { events, telling: new Telling((event) => void events.push(event), 'jacobian', 'Computing') };
}

test('work that is done at once says nothing, not even that it is over', () => {
  const { events, telling } = listen();
  telling.hear(10, 10);
  telling.end();
  expect(events).toEqual([]);
});

test('the first news is told, what follows at once is not, and the end once', () => {
  const { events, telling } = listen();
  telling.hear(1, 10, 4);
  telling.hear(2, 10, 3);
  telling.end();
  telling.end();
  expect(events).toEqual([
    { kind: 'progress', task: 'jacobian', progress: { task: 'jacobian', label: 'Computing', done: 1, total: 10, secondsLeft: 4 } },
    { kind: 'progress', task: 'jacobian', progress: null },
  ]);
});

test('the time left is reckoned from what is done, where nobody knows better', () => {
  const { events, telling } = listen();
  telling.hear(5, 10);
  const event = events[0];
  if (event.kind !== 'progress') throw new Error('event: not progress');
  expect(event.progress!.secondsLeft).toBeGreaterThanOrEqual(0);
  const { events: others, telling: fresh } = listen();
  fresh.hear(0, 10);
  expect(others).toMatchObject([{ progress: { secondsLeft: null } }]);
});
