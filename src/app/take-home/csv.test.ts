import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvOf, shortest } from './csv.ts';

test('every float32 comes back from its text, which is no longer than it has to be', () => {
  fc.assert(fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
    const text = shortest(value);
    expect(Math.fround(Number(text))).toBe(value === 0 ? Number(text) : value);
    const digits = text.replace(/e.*$/, '').replace(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '').length;
    if (digits > 1) expect(Math.fround(Number(value.toPrecision(digits - 1)))).not.toBe(value);
  }));
  expect(shortest(Math.fround(0.1))).toBe('0.1');
});

test('a double that is no float32 keeps all of its digits', () => {
  fc.assert(fc.property(fc.double(), (value) => {
    fc.pre(Math.fround(value) !== value);
    expect(Object.is(Number(shortest(value)), value)).toBe(true);
  }));
});

test('RFC 4180: lines end with CR LF, fields with commas, quotes or breaks are quoted, quotes doubled', () => {
  const table = { columns: ['name', 'x, y', 'note'], rows: () => [['a "b"', 0.5, null], ['two\nlines', -1e-8, 'c'], ['', 0, '−']] };
  expect(csvOf(table)).toBe('name,"x, y",note\r\n"a ""b""",0.5,\r\n"two\nlines",-1e-8,c\r\n,0,−\r\n');
});
