import { expect, test } from 'vitest';
import { Lru } from './lru.ts';

function kept(capacity: number, most: number) {
  const gone: number[] = [];
  const lru = new Lru<{ dispose(): void; bytes: number }>(capacity, most);
  const put = (key: number, bytes = 1) => lru.put(key, { bytes, dispose: () => gone.push(key) });
  return { gone, lru, put };
}

test('the one used longest ago goes first, and is disposed once', () => {
  const { gone, lru, put } = kept(2, 100);
  put(1);
  put(2);
  lru.get(1);
  put(3);
  expect(gone).toEqual([2]);
  expect([lru.get(1), lru.get(2), lru.get(3)].map(Boolean)).toEqual([true, false, true]);
});

test('large ones push out more; the newest stays however large it is', () => {
  const { gone, lru, put } = kept(4, 10);
  put(1, 4);
  put(2, 4);
  put(3, 5);
  expect(gone).toEqual([1]);
  put(4, 50);
  expect(gone).toEqual([1, 2, 3]);
  expect(lru.get(4)).toBeDefined();
});
