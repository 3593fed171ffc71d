import { expect, test } from 'vitest';
import { fitEnds, nearestStep, powers, stepScales } from './stepPlot.ts';

const frame = { left: 50, right: 450, top: 20, bottom: 220 };
const steps = Array.from({ length: 25 }, (_, k) => 10 ** (k / 4 - 6));
const curve = { steps, errors: steps.map((step) => Math.max(3 * step * step, 0)), flips: steps.map(() => 0), floor: 1e-12, fit: { slope: 2, intercept: Math.log10(3), from: 1e-4, to: 1e-2 } };

test('equal ratios are equal lengths, and the ticks are whole powers', () => {
  const { x, y, xTicks, yTicks } = stepScales(curve, frame);
  expect(x(1e-3) - x(1e-4)).toBeCloseTo(x(1e-1) - x(1e-2), 9);
  expect([x(1e-6), x(1)]).toEqual([50, 450]);
  expect(y(curve.floor)).toBeLessThan(220);
  for (const tick of [...xTicks, ...yTicks]) expect(Math.log10(tick)).toBeCloseTo(Math.round(Math.log10(tick)), 9);
  expect(powers([1e-13, 10], 6)).toHaveLength(5);
  expect(powers([1, 10], 6)).toEqual([1, 10]);
});

test('the line stays in the plot and on its slope', () => {
  const scales = stepScales(curve, frame);
  const [[from, low], [to, high]] = fitEnds(curve, scales)!;
  expect(low).toBeCloseTo(3 * from * from, 20);
  expect(high / (3 * to * to)).toBeCloseTo(1, 9);
  expect(low).toBeGreaterThanOrEqual(scales.y.domain()[0] * 0.999);
  expect(fitEnds({ ...curve, fit: null }, scales)).toBeNull();
});

test('errors of nothing but rounding have axes too', () => {
  const { y } = stepScales({ ...curve, errors: steps.map(() => 0), fit: null }, frame);
  expect(y.domain().every((end) => end > 0)).toBe(true);
});

test('the nearest step is nearest by ratio', () => {
  expect(nearestStep([1, 10, 100], 4)).toBe(1);
  expect(nearestStep([1, 10, 100], 3)).toBe(0);
});
