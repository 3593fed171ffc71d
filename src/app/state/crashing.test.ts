// A worker that stops or falls silent, and a device that is lost.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EngineError, EngineEvent } from '../../engine/protocol.ts';
import { fakeEngine } from '../testing/fakeEngine.ts';
import { open, row, state } from '../testing/openExplorer.ts';
import { createExplorer } from './explorer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('after a crash the settings and the selection are still there', async () => {
  const { explorer, crashes } = open();
  await explorer.start();
  await explorer.setSetting('seed', 9);
  await explorer.select({ unit: { i: 5, j: 6, c: 1 } });
  await explorer.command('step');
  crashes[0]({ code: 'worker-crashed', message: 'Engine: its worker stopped.' });
  expect(state(explorer)).toMatchObject({ status: 'crashed', crash: { code: 'worker-crashed' } });
  await explorer.start();
  expect(state(explorer)).toMatchObject({ status: 'ready', crash: null, draft: { seed: 9 } });
  expect(row(explorer).unit).toEqual({ i: 5, j: 6, c: 1 });
  expect(state(explorer).notices.at(-1)!.text).toContain('is lost');
});

test('an error that escaped the worker is told, and the run goes on', async () => {
  const { explorer, crashes } = open();
  await explorer.start();
  await explorer.command('step');
  crashes[0]({ code: 'worker-error', message: 'Engine: an error came up in its worker.' });
  expect(state(explorer)).toMatchObject({ status: 'ready', crash: { code: 'worker-error' }, run: { phase: 'paused', readyMade: false } });
});

test('a lost device stops the page as a crash does, with a way on', async () => {
  let emit: (event: EngineEvent) => void = () => {};
  const fake = fakeEngine({ channels: 2 });
  const { explorer } = open('', { open: (onEvent) => fake.open((emit = onEvent)) });
  await explorer.start();
  emit({ kind: 'error', error: { code: 'device-lost', message: 'GPU: the device was lost; start again.' } });
  expect(state(explorer)).toMatchObject({ status: 'crashed', crash: { code: 'device-lost' } });
  await explorer.start();
  expect(state(explorer).status).toBe('ready');
});

test('a worker that fell silent can be started again, and one that answers after all is left alone', async () => {
  const kept: ((error: EngineError | null) => void)[] = [];
  const explorer = createExplorer(
    (onCrash) => {
      kept.push(onCrash);
      return { api: fakeEngine({ channels: 2, delay: 5 }), close: () => {} };
    },
    { read: () => '', follow: () => () => {} },
  );
  await explorer.start();
  kept[0]({ code: 'worker-silent', message: 'Engine: its worker has not answered.' });
  expect(state(explorer)).toMatchObject({ status: 'ready', crash: { code: 'worker-silent' } });
  kept[0](null);
  expect(state(explorer).crash).toBeNull();
  // What was said of an error stays.
  kept[0]({ code: 'worker-error', message: 'Engine: an error came up in its worker.' });
  kept[0](null);
  expect(state(explorer).crash).toMatchObject({ code: 'worker-error' });
});
