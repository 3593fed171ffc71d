import { expect, test } from 'vitest';
import type { EngineApi, EngineEvent, OwnFile, WorkerApi } from '../../engine/protocol.ts';
import { digitsByBatches } from './digitsByBatches.ts';
import { handOver } from './handOver.ts';

const filesOf = (count: number): OwnFile[] => Array.from({ length: count }, (_, k) => ({ path: `a/${k}.png`, file: new Blob(['x']) }));

/** A worker to which handing over one file takes `cost` milliseconds of the page's time; `turns` of it, in milliseconds. */
function costly(cost: number) {
  let time = 0;
  let open = false;
  const turns: number[] = [];
  const got: OwnFile[] = [];
  const bring = async (some: readonly OwnFile[], first: boolean) => {
    expect(first).toBe(got.length === 0);
    if (!open) turns.push(0);
    open = true;
    time += cost * some.length;
    turns[turns.length - 1] += cost * some.length;
    got.push(...some);
    await Promise.resolve();
    open = false;
  };
  return { bring, turns, got, now: () => time };
}

const signal = new AbortController().signal;

test('all come in order, and no turn holds the page up for long', async () => {
  for (const cost of [0.4, 3]) {
    const files = filesOf(2001);
    const worker = costly(cost);
    const heard: number[] = [];
    await handOver(files, worker.bring, { signal, onProgress: (done) => heard.push(done), now: worker.now });
    expect(worker.got).toEqual(files);
    expect(heard.at(-1)).toBe(2001);
    expect(Math.max(...worker.turns)).toBeLessThanOrEqual(15 + 4 * cost);
  }
});

test('files that cost nothing go in one turn', async () => {
  const worker = costly(0);
  await handOver(filesOf(10_000), worker.bring, { signal, onProgress: () => {}, now: worker.now });
  expect(worker.turns).toHaveLength(1);
});

function fakeWorker() {
  const calls: string[] = [];
  const used: Parameters<EngineApi['useDigits']>[0][] = [];
  const api = {
    bring: async (some) => {
      calls.push(`bring ${some.length}`);
      await new Promise((resolve) => setTimeout(resolve));
    },
    useDigits: async (source) => {
      used.push(source);
      calls.push('use');
      return null as never;
    },
    cancel: async (task) => void calls.push(`cancel ${task}`),
  } satisfies Partial<WorkerApi> as unknown as WorkerApi;
  const events: EngineEvent[] = [];
  return { calls, used, events, digits: digitsByBatches(api, (event) => events.push(event)) };
}

const source = (count: number) => ({ kind: 'files', name: 'mine', files: filesOf(count), folders: ['mine'] }) as const;

test('the call that follows brings no files itself', async () => {
  const { digits, calls, used } = fakeWorker();
  await digits.useDigits(source(10), {} as never);
  expect(calls).toEqual(['bring 4', 'bring 4', 'bring 2', 'use']);
  expect(used[0]).toMatchObject({ name: 'mine', files: [], folders: ['mine'] });
  await digits.useDigits({ kind: 'kept', identity: null }, {} as never);
  expect(used[1]).toEqual({ kind: 'kept', identity: null });
});

test('a hand-over is stopped before the worker reads, and gives way to a later one', async () => {
  const { digits, calls, events } = fakeWorker();
  const stopped = digits.useDigits(source(100), {} as never);
  await digits.cancel('digits');
  await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
  expect(calls).not.toContain('use');
  expect(events.at(-1)).toMatchObject({ kind: 'progress', progress: null });
  const first = digits.useDigits(source(100), {} as never);
  const second = digits.useDigits(source(8), {} as never);
  await expect(first).rejects.toMatchObject({ code: 'aborted' });
  await second;
  expect(calls.filter((call) => call === 'use')).toHaveLength(1);
  await digits.cancel('digits');
  await digits.cancel('jacobian');
  expect(calls.slice(-2)).toEqual(['cancel digits', 'cancel jacobian']);
});
