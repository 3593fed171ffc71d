import { expect, test } from 'vitest';
import { Lru } from './lru.ts';

test('the one used longest ago goes first, and is disposed once', () => {
  const gone: number[] = [];
  const lru = new Lru<{ dispose(): void }>(2);
  const put = (key: number) => lru.put(key, { dispose: () => gone.push(key) });
  put(1);
  put(2);
  lru.get(1);
  put(3);
  expect(gone).toEqual([2]);
  expect([lru.get(1), lru.get(2), lru.get(3)].map(Boolean)).toEqual([true, false, true]);
});
