import { expect, test } from 'vitest';
import { lookByKey } from './matrixKeys.ts';
import { wholeOf } from './matrixWindow.ts';

const bounds = { rows: 11_520, columns: 560, leastRows: 18, leastColumns: 18 };
const pixels = { width: 900, height: 500 };
const whole = { cursor: { row: 5000, column: 300 }, window: wholeOf(bounds) };
const press = (key: string, from = whole, ctrl = false) => lookByKey(from, bounds, key, ctrl, pixels);

test('from afar a step is one that can be seen, with Ctrl one entry', () => {
  expect(press('ArrowDown')!.cursor).toEqual({ row: 5184, column: 300 });
  expect(press('ArrowDown', whole, true)!.cursor).toEqual({ row: 5001, column: 300 });
  expect(press('Home')!.cursor).toEqual({ row: 5000, column: 0 });
  expect(press('End', whole, true)!.cursor).toEqual({ row: 11_519, column: 559 });
});

test('plus again and again leads to single entries around the cursor, 0 back to the whole', () => {
  let look = whole;
  for (let k = 0; k < 12; k++) look = press('+', look)!;
  expect(look.window).toMatchObject({ rows: 18, columns: 18 });
  expect(look.window.top).toBeLessThanOrEqual(5000);
  expect(look.window.top + 18).toBeGreaterThan(5000);
  expect(press('ArrowRight', look)!.cursor).toEqual({ row: 5000, column: 301 });
  expect(press('e')!.window).toMatchObject({ rows: 18, columns: 18 });
  expect(press('0', look)!.window).toEqual(wholeOf(bounds));
  expect(press('x')).toBeNull();
  // Minus takes plus back, and what is under the cursor stays under it.
  const near = press('+')!;
  expect(near.window).toEqual({ top: 2500.25, rows: 5760, left: 150.25, columns: 280 });
  expect(press('-', near)!.window).toEqual(wholeOf(bounds));
});

test('the window follows the cursor', () => {
  const near = press('e')!;
  const { window, cursor } = press('PageDown', near)!;
  expect(window.top + window.rows).toBeCloseTo(cursor.row + 1, 9);
  // Nine tenths of the eighteen in sight.
  expect(cursor.row).toBe(5016);
  expect(press('PageUp', near)!.cursor).toEqual({ row: 4984, column: 300 });
  expect(press('PageUp', near)!.window.top).toBe(4984);
});
