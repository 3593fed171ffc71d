import { expect, test } from 'vitest';
import { bytes, count, duration, figure, milliseconds, percent, plainFigure } from './format.ts';

test.each([
  [0, '0'],
  [1, '1.000'],
  [-0.012345, '−0.01235'],
  [361.26, '361.3'],
  [12345.6, '12346'],
  [987654, '987654'],
  [1e6, '1.000e6'],
  [4.2e-7, '4.200e−7'],
  [Number.NaN, 'not a number'],
  [-Infinity, '−∞'],
])('%s reads %s', (value, text) => expect(plainFigure(value)).toBe(text));

test('rounding up to the next power keeps the digits asked for', () => {
  expect(plainFigure(9.9999, 3)).toBe('10.0');
  expect(figure(0.00099996, 3)).toEqual({ digits: '0.00100', exponent: null });
});

test('words and units', () => {
  expect(count(11520)).toBe('11\u00a0520');
  expect(count(-1234567)).toBe('−1\u00a0234\u00a0567');
  expect(percent(0.8734)).toBe('87.3\u00a0%');
  expect(bytes(1_290_240)).toBe('1.29\u00a0MB');
  expect(bytes(25_804_800)).toBe('25.8\u00a0MB');
  expect(bytes(12)).toBe('12\u00a0B');
  expect(duration(8.4)).toBe('8\u00a0s');
  expect(duration(130)).toBe('2\u00a0min 10\u00a0s');
  expect(duration(3900)).toBe('1\u00a0h 5\u00a0min');
  expect(milliseconds(0.84)).toBe('0.8\u00a0ms');
  expect(milliseconds(1300)).toBe('1.3\u00a0s');
});
