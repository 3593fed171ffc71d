import fc from 'fast-check';
import { expect, test } from 'vitest';
import { about, centred, fitWindow, nearest, placeAt, reveal, STILL, stretchWindow, wholeOf, type MatrixBounds } from './matrixWindow.ts';

const bounds: MatrixBounds = { rows: 11_520, columns: 560, leastRows: 10, leastColumns: 18 };
const start = { top: 4000, rows: 2000, left: 100, columns: 200 };

test('enlarging keeps the point under the pointer where it is, up to the limit', () => {
  fc.assert(fc.property(fc.double({ min: 0.05, max: 40, noNaN: true }), fc.double({ min: 0, max: 0.999, noNaN: true }), (k, point) => {
    const after = stretchWindow(start, bounds, about(k, point), STILL);
    expect([after.top, after.rows]).toEqual([start.top, start.rows]);
    const inside = start.left + point * start.columns;
    // At the matrix's own edge the window cannot follow.
    const edge = after.left <= 1e-9 || after.left + after.columns >= bounds.columns - 1e-9;
    if (!edge) expect(after.left + point * after.columns).toBeCloseTo(inside, 6);
    expect(after.columns).toBeGreaterThanOrEqual(18 - 1e-9);
    expect(after.left + after.columns).toBeLessThanOrEqual(560 + 1e-9);
  }));
});

test('a drag moves by as much, and stops at the edge', () => {
  expect(stretchWindow(start, bounds, { k: 1, shift: 0.25 }, { k: 1, shift: -0.5 })).toEqual({ top: 5000, rows: 2000, left: 50, columns: 200 });
  expect(stretchWindow(start, bounds, { k: 1, shift: 5 }, STILL).left).toBe(0);
  // The whole of it cannot be moved at all.
  expect(stretchWindow(wholeOf(bounds), bounds, { k: 1, shift: 0.25 }, { k: 1, shift: -0.5 })).toEqual(wholeOf(bounds));
});

test('a matrix of few rows is not enlarged past itself where an entry is large already', () => {
  const small = { rows: 10, columns: 784, leastRows: 10, leastColumns: 18 };
  expect(stretchWindow(wholeOf(small), small, about(4, 0.5), about(4, 0.5))).toMatchObject({ top: 0, rows: 10, columns: 196 });
});

test('places', () => {
  expect(placeAt(start, bounds, 0.5, 0.5)).toEqual({ row: 5000, column: 200 });
  expect(placeAt(start, bounds, 0.0049, 0.99999)).toEqual({ row: 5999, column: 100 });
  expect(placeAt(start, bounds, 1, 0.5)).toBeNull();
  expect(placeAt(start, bounds, 0.5, -0.001)).toBeNull();
  expect(nearest(bounds, { row: 0, column: 559 })).toEqual({ top: 0, rows: 10, left: 542, columns: 18 });
  expect(centred(start, bounds, { row: 6000, column: 300 })).toEqual({ top: 5000.5, rows: 2000, left: 200.5, columns: 200 });
  expect(reveal(start, bounds, { row: 4100, column: 350 })).toEqual({ ...start, left: 151 });
  expect(fitWindow({ top: -5, rows: 1e9, left: 600, columns: 1 }, bounds)).toEqual({ top: 0, rows: 11_520, left: 542, columns: 18 });
});
