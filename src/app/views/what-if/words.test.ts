// What the view says of directions and curves.
import { expect, test } from 'vitest';
import type { Exploration, Row, StepErrors } from '../../../engine/protocol.ts';
import { directionOf, readStep, strongestParameter } from './directions.ts';
import { curveInWords } from './ErrorCurve.tsx';

const blocks = [{ parameter: 'conv1/bias', layer: 'conv1', shape: [3], start: 0, size: 3, structure: 'channel', channels: 3 }];
const exploration = { blocks, wrt: ['conv1/bias'], areProbabilities: true } as unknown as Exploration;
const row = { unit: { i: 1, j: 2, c: 1 }, norm: 2, values: Float32Array.of(0, -2, 0) } as unknown as Row;

test('a step is read as people write numbers', () => {
  expect(['0.05', '-3e-4', '−2', '0,5', ' 7 ', '0'].map(readStep)).toEqual([0.05, -3e-4, -2, 0.5, 7, 0]);
  expect([null, '', '  ', 'x', '1e999', '3 4'].map(readStep)).toEqual([null, null, null, null, null, null]);
});

test('directions that there are, and why others are not', () => {
  expect(directionOf('parameter', exploration, row, 'conv1/bias[2]')).toEqual({ kind: 'parameter', column: 2 });
  expect(directionOf('parameter', exploration, row, null)).toMatch(/^Choose a parameter/);
  expect(directionOf('parameter', { ...exploration, wrt: 'input' }, row, null)).toMatch(/^Choose a pixel/);
  expect(directionOf('row', exploration, row, null)).toEqual({ kind: 'row', unit: row.unit });
  expect(directionOf('row', exploration, { ...row, norm: 0 }, null)).toMatch(/points nowhere/);
  expect(directionOf('loss', exploration, row, null)).toEqual({ kind: 'loss' });
  expect(directionOf('loss', { ...exploration, areProbabilities: false }, row, null)).toMatch(/no loss/);
  expect(strongestParameter(row, exploration)).toBe('conv1/bias[1]');
});

const curve: StepErrors = { explorationId: 1, steps: [1e-3, 1e-2, 1e-1], errors: [1e-6, 1e-4, 1], flips: [0, 0, 4], reach: 1, start: null, floor: 1e-14, fit: { slope: 2.001, intercept: 0, from: 1e-3, to: 1e-2 }, smoothTo: 1e-2, linear: false, moved: 3, maps: [0] };

test('what bends a curve is said', () => {
  expect(curveInWords(curve)).toMatch(/^Slope 2\.00 between .*quarter of the error.*Between a step of 0\.010 and 0\.10 the first kink is crossed.*rounding of float64\.$/);
  expect(curveInWords({ ...curve, fit: { ...curve.fit!, slope: 1.6 } })).toMatch(/Slope 1\.60.*away from kinks it would be 2/);
  expect(curveInWords({ ...curve, fit: null, linear: true })).toMatch(/the prediction is exact/);
  expect(curveInWords({ ...curve, fit: null })).toMatch(/^Too few steps/);
  expect(curveInWords({ ...curve, fit: null, smoothTo: null, flips: [1, 2, 3] })).toMatch(/^Even the smallest/);
});
