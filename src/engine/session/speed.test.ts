import { expect, test } from 'vitest';
import { Speed } from './speed.ts';

test('the fastest job tells; small ones, which mostly start, do not', () => {
  const speed = new Speed();
  expect(speed.seconds(1e9)).toBeNull();
  speed.note(1e5, 50);
  expect(speed.seconds(1e9)).toBeNull();
  speed.note(1e8, 100);
  speed.note(1e8, 400);
  expect(speed.seconds(1e9)).toBeCloseTo(1.005, 6);
});
