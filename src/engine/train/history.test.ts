import fc from 'fast-check';
import { expect, test } from 'vitest';
import { History, type Moment } from './history.ts';

const moment = (iteration: number, numbers = 10): Moment => ({ iteration, weights: new Map([['w', new Float32Array(numbers).fill(iteration)]]) });

test('within the budget every iteration is there', () => {
  const history = new History(1000);
  for (let k = 0; k <= 20; k++) history.keep(moment(k));
  expect(history.iterations).toEqual(Array.from({ length: 21 }, (_, k) => k));
  expect(history).toMatchObject({ every: 1, bytes: 21 * 40 });
  expect(history.at(7)!.weights.get('w')![0]).toBe(7);
  expect(history.at(21)).toBeNull();
});

test('over it every second goes, first and last stay', () => {
  const history = new History(400);
  for (let k = 0; k <= 21; k++) history.keep(moment(k));
  expect(history.every).toBe(4);
  expect(history.iterations).toEqual([0, 4, 8, 12, 16, 20, 21]);
  history.keep(moment(22));
  expect(history.iterations).toEqual([0, 4, 8, 12, 16, 20, 22]);
});

test('never over the budget unless two moments alone are; always ascending, first and last kept', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 40, max: 4000 }), (count, budget) => {
      const history = new History(budget);
      for (let k = 0; k <= count; k++) history.keep(moment(k));
      const { iterations } = history;
      expect(iterations[0]).toBe(0);
      expect(iterations.at(-1)).toBe(count);
      expect(iterations).toEqual([...new Set(iterations)].sort((a, b) => a - b));
      if (iterations.length > 2) expect(history.bytes).toBeLessThanOrEqual(budget);
    }),
  );
});

test('the same iteration again is the newer one, and going back forgets what came after', () => {
  const history = new History();
  for (let k = 0; k <= 5; k++) history.keep(moment(k));
  history.keep(moment(5, 3));
  expect(history.at(5)!.weights.get('w')).toHaveLength(3);
  history.forgetAfter(2);
  expect(history.iterations).toEqual([0, 1, 2]);
  expect(history.bytes).toBe(120);
});

test('what was kept before is taken over in order, and counts', () => {
  const history = new History(400);
  history.restore([moment(4), moment(0), moment(2)], 2);
  expect(history).toMatchObject({ iterations: [0, 2, 4], every: 2, bytes: 120 });
  expect(history.wants(5)).toBe(false);
});
