import { expect, test } from 'vitest';
import { tinyDigits } from '../testing/tinyDigits.ts';
import { identityOf } from './identity.ts';

test('the same content has the same name, anything else another', async () => {
  const digits = tinyDigits();
  const name = await identityOf(digits);
  expect(name).toMatch(/^[0-9a-f]{12}$/);
  expect(await identityOf({ ...digits, images: digits.images.slice() })).toBe(name);
  const images = digits.images.slice();
  images[100] ^= 1;
  const others = [{ ...digits, images }, { ...digits, labels: digits.labels.toReversed() }, { ...digits, height: 4, width: 16 }, { ...digits, names: ['a', 'b', 'c'] }];
  const names = await Promise.all(others.map(identityOf));
  expect(new Set([name, ...names]).size).toBe(5);
});
