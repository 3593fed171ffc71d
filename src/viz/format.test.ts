import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAligned, formatExact, formatPercent, formatShort, formatTick } from './format.ts';

/** What a reader would type back in. */
const parse = (text: string): number => Number(text.replaceAll('\u2212', '-'));

describe('formatShort', () => {
  it.each([
    [0, '0'], [-0, '0'], [1, '1'], [-3, '\u22123'], [0.5, '0.500'], [-0.0123456, '\u22120.0123'], [12.3456, '12.3'], [1234.5, '1235'],
    [99999, '99999'], [123456, '1.23e5'], [0.000123456, '1.23e\u22124'], [-1e-9, '\u22121.00e\u22129'],
    [NaN, 'not a number'], [Infinity, '∞'], [-Infinity, '\u2212∞'],
  ])('writes %d as %s', (value, text) => expect(formatShort(value)).toBe(text));

  it('never holds a hyphen, and reads back to three digits', () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }), (value) => {
      const text = formatShort(value);
      expect(text).not.toContain('-');
      expect(Math.abs(parse(text) - value)).toBeLessThanOrEqual(5.01e-3 * Math.abs(value));
    }));
  });
});

describe('formatExact', () => {
  it.each([[0.5, '0.5'], [0.1234567891, '0.1234568'], [-27.7142857, '\u221227.71429'], [1.5e-7, '1.5e\u22127'], [100, '100'], [3e-4, '3e\u22124']])(
    'writes %d as %s', (value, text) => expect(formatExact(value)).toBe(text));

  it('reads back to seven digits', () => {
    fc.assert(fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(Math.abs(parse(formatExact(value)) - value)).toBeLessThanOrEqual(5.01e-7 * Math.abs(value));
    }));
  });
});

describe('formatPercent', () => {
  it.each([[0, '0.0%'], [1, '100.0%'], [0.00002, '<0.1%'], [0.99999, '>99.9%'], [0.4114, '41.1%'], [NaN, 'not a number']])(
    'writes %d as %s', (value, text) => expect(formatPercent(value)).toBe(text));
});

describe('formatTick', () => {
  it.each([[0.30000000000000004, '0.3'], [-0.2, '\u22120.2'], [2e-6, '2e\u22126'], [1000, '1000'], [200000, '2e5']])(
    'writes %d as %s', (value, text) => expect(formatTick(value)).toBe(text));
});

it('aligns a set of numbers with its largest', () => {
  expect(formatAligned([-3.148, 0.0004, 0, 0.52], 3)).toEqual(['\u22123.15', '0.00', '0', '0.52']);
  expect(formatAligned([0.00021, -0.00018], 2)).toEqual(['0.00021', '\u22120.00018']);
  expect(formatAligned([0, 0], 3)).toEqual(['0', '0']);
});
