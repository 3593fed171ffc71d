import { expect, test } from 'vitest';
import { defaults } from '../testing/fakeNetwork.ts';
import { laterChanges } from './later.ts';

test('rate, momentum, decay and validation can change later; the rest waits for a new run', () => {
  expect(laterChanges(defaults, { ...defaults, learningRate: 0.1, l2: 0 })).toEqual({ learningRate: 0.1, l2: 0 });
  expect(laterChanges(defaults, { ...defaults, seed: 9, batchSize: 3, epochs: 8 })).toBeNull();
  expect(laterChanges(defaults, defaults)).toBeNull();
});
