import { expect, test } from 'vitest';
import { soon } from './soon.ts';
import { giveTiles, GPU_TILES } from './tiles.ts';

/** A device that counts how often it is asked, and does `onAsk` each time before it answers. */
function device({ asked = true, lost = false }, onAsk: (times: number) => void = () => undefined) {
  let [times, open] = [0, 0];
  const answer = async () => {
    if (lost) throw new Error('device: lost');
  };
  const made = {
    pushErrorScope: () => void (open += 1),
    async popErrorScope() {
      open -= 1;
      onAsk((times += 1));
      await answer();
      return null;
    },
    queue: { onSubmittedWorkDone: answer },
  } as unknown as GPUDevice;
  giveTiles(made, { ...GPU_TILES, asked });
  return { device: made, times: () => times, open: () => open };
}

test('a GPU is asked after every answer, until it is done', async () => {
  let done: (word: string) => void;
  const awaited = new Promise<string>((resolve) => (done = resolve));
  const gpu = device({}, (times) => times === 3 && done('done'));
  await expect(soon(gpu.device, awaited)).resolves.toBe('done');
  expect([gpu.times(), gpu.open()]).toEqual([3, 0]);
});

test('an adapter that asking slows down is not asked, and one that works for long not without end', async () => {
  const later = <T>(value: T) => new Promise<T>((resolve) => setTimeout(resolve, 30, value));
  const adapter = device({ asked: false });
  await expect(soon(adapter.device, later(1))).resolves.toBe(1);
  expect(adapter.times()).toBe(0);
  const slow = device({});
  let atLast = 0;
  setTimeout(() => (atLast = slow.times()), 20);
  await expect(soon(slow.device, later(2))).resolves.toBe(2);
  expect(slow.times()).toBe(atLast);
  expect(atLast).toBeGreaterThan(0);
});

test('what fails fails as it would without asking, on a lost device too', async () => {
  const failing = device({ lost: true });
  await expect(soon(failing.device, Promise.reject(new Error('map: refused')))).rejects.toThrow('map: refused');
  await expect(soon(failing.device, new Promise((resolve) => setTimeout(resolve, 8, 3)))).resolves.toBe(3);
});
