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
  expect(powers([1, 1e6], 6)).toEqual([1, 100, 1e4, 1e6]);
  // Not more than there is room for, and none beyond the ends.
  expect(stepScales(curve, { ...frame, right: 206 }).xTicks).toHaveLength(3);
  expect([x(1e-9), x(100)]).toEqual([50, 450]);
  expect(y.domain()[0]).toBeCloseTo(1e-13, 20);
  expect(y.domain()[1]).toBe(10);
});

test('the line stays in the plot and on its slope', () => {
  const scales = stepScales(curve, frame);
  const [[from, low], [to, high]] = fitEnds(curve, scales)!;
  expect(low).toBeCloseTo(3 * from * from, 20);
  expect(high / (3 * to * to)).toBeCloseTo(1, 9);
  expect(low).toBeGreaterThanOrEqual(scales.y.domain()[0] * 0.999);
  expect(fitEnds({ ...curve, fit: null }, scales)).toBeNull();
  // Where the plot ends before the line does, the line ends at its edge.
  const steep = { ...curve, floor: 1e-9, fit: { ...curve.fit, intercept: 2 } };
  const [[, bottom], [, top]] = fitEnds(steep, stepScales({ ...curve, floor: 1e-8 }, frame))!;
  expect([Math.log10(bottom), Math.log10(top)].map((power) => power.toFixed(6))).toEqual(['-9.000000', '1.000000']);
  const flat = fitEnds({ ...curve, fit: { ...curve.fit, slope: 0, intercept: -20 } }, scales)!;
  expect(flat.map(([step]) => step)).toEqual([steps[0], steps.at(-1)]);
});

test('errors of nothing but rounding have axes too', () => {
  const { y } = stepScales({ ...curve, errors: steps.map(() => 0), fit: null }, frame);
  expect(y.domain().map((end) => Math.log10(end).toFixed(6))).toEqual(['-13.000000', '-11.000000']);
});

test('the nearest step is nearest by ratio', () => {
  expect(nearestStep([1, 10, 100], 4)).toBe(1);
  expect(nearestStep([1, 10, 100], 3)).toBe(0);
  expect(nearestStep([1, 100], 10)).toBe(0);
});
