import { expect, test } from 'vitest';
import { parseCount, parseSet, setInWords, setText } from './imageSets.ts';

test('sets are written and read', () => {
  for (const set of [{ kind: 'validation' }, { kind: 'wrong' }, { kind: 'class', label: 0 }, { kind: 'class', label: 9 }] as const) expect(parseSet(setText(set), 10)).toEqual(set);
  expect([null, '', 'class-10', 'class-x', 'all'].map((text) => parseSet(text, 10))).toEqual([null, null, null, null, null]);
  expect(setInWords({ kind: 'class', label: 1 }, ['ant', 'bee'])).toBe('validation images of class bee');
});

test('counts', () => {
  expect(['50', '0', '1.5', 'x', null, '200000'].map((text) => parseCount(text, 20))).toEqual([50, 20, 20, 20, 20, 20]);
});
