import { expect, test } from 'vitest';
import { raceDomain } from './RaceBars.tsx';

test('a logarithmic axis has whole decades around the values, a linear one begins at zero', () => {
  expect(raceDomain([2.6, 830, 9400], true)).toEqual([1, 10_000]);
  expect(raceDomain([1.2, 1000], true)).toEqual([0.1, 1000]);
  expect(raceDomain([2.6, 830], false)).toEqual([0, 830]);
  expect(raceDomain([], true)[1]).toBeGreaterThan(raceDomain([], true)[0]);
});
