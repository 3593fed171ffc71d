import { expect, test } from 'vitest';
import { inParallel } from './inParallel.ts';

const items = Array.from({ length: 20 }, (_, k) => k);
const moment = (milliseconds = 1) => new Promise((resolve) => void setTimeout(resolve, milliseconds));

test('results stand in order, and never more are under way than allowed', async () => {
  let [now, most] = [0, 0];
  const results = await inParallel(items, 3, async (item) => {
    most = Math.max(most, ++now);
    await moment(item % 4);
    now--;
    return 2 * item;
  });
  expect(results).toEqual(items.map((item) => 2 * item));
  expect(most).toBe(3);
  expect(await inParallel([], 3, async () => 1)).toEqual([]);
});

test('an abort and a failure end it before the rest has begun', async () => {
  const abort = new AbortController();
  const begun: number[] = [];
  const work = async (item: number) => {
    begun.push(item);
    await moment();
    if (item === 4) abort.abort();
  };
  await expect(inParallel(items, 2, work, abort.signal)).rejects.toThrow(/abort/i);
  expect(begun.length).toBeLessThan(8);
  await expect(inParallel(items, 2, async (item) => { if (item === 3) throw new Error('three'); })).rejects.toThrow('three');
});
