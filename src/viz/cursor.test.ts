import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moveCursor } from './cursor.ts';
import type { Cell } from './panels.ts';

// Seven maps in lines of three; the last line holds one.
const GRID = { count: 7, rows: 4, columns: 5, across: 3 };
const at = (panel: number, row: number, column: number): Cell => ({ panel, row, column });

describe('moveCursor', () => {
  it.each([
    ['a step inside a map', at(0, 1, 1), 'ArrowRight', at(0, 1, 2)],
    ['across the right border', at(0, 1, 4), 'ArrowRight', at(1, 1, 0)],
    ['across the left border', at(1, 2, 0), 'ArrowLeft', at(0, 2, 4)],
    ['the end of a line', at(2, 1, 4), 'ArrowRight', at(2, 1, 4)],
    ['the start of a line', at(3, 1, 0), 'ArrowLeft', at(3, 1, 0)],
    ['across the lower border', at(1, 3, 2), 'ArrowDown', at(4, 0, 2)],
    ['across the upper border', at(4, 0, 2), 'ArrowUp', at(1, 3, 2)],
    ['no map below', at(4, 3, 2), 'ArrowDown', at(4, 3, 2)],
    ['the next map', at(2, 1, 3), 'PageDown', at(3, 1, 3)],
    ['the last map', at(6, 1, 3), 'PageDown', at(6, 1, 3)],
    ['the first map', at(0, 1, 3), 'PageUp', at(0, 1, 3)],
    ['the start of a row', at(4, 2, 3), 'Home', at(4, 2, 0)],
    ['the end of a row', at(4, 2, 3), 'End', at(4, 2, 4)],
  ])('%s', (_, from, key, to) => expect(moveCursor(GRID, from, key)).toEqual(to));

  it('goes to the first and the last cell of all with Ctrl', () => {
    expect(moveCursor(GRID, at(3, 1, 1), 'Home', true)).toEqual(at(0, 0, 0));
    expect(moveCursor(GRID, at(3, 1, 1), 'End', true)).toEqual(at(6, 3, 4));
  });

  it('runs along a strip of single cells', () => {
    const strip = { count: 20, rows: 1, columns: 1, across: 20 };
    expect(moveCursor(strip, at(7, 0, 0), 'ArrowRight')).toEqual(at(8, 0, 0));
    expect(moveCursor(strip, at(7, 0, 0), 'Home')).toEqual(at(0, 0, 0));
    expect(moveCursor(strip, at(7, 0, 0), 'End')).toEqual(at(19, 0, 0));
  });

  it('leaves other keys alone', () => {
    expect(moveCursor(GRID, at(0, 0, 0), 'a')).toBeNull();
    expect(moveCursor(GRID, at(0, 0, 0), 'Tab')).toBeNull();
  });

  it('never leaves the cells, and an arrow is undone by its opposite', () => {
    const opposite: Record<string, string> = { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft', ArrowUp: 'ArrowDown', ArrowDown: 'ArrowUp' };
    const cells = fc.record({ panel: fc.nat(6), row: fc.nat(3), column: fc.nat(4) });
    fc.assert(fc.property(cells, fc.constantFrom(...Object.keys(opposite)), (cell, key) => {
      const next = moveCursor(GRID, cell, key);
      if (!next) throw new Error(`${key}: did not move. Arrows always answer.`);
      expect(next.panel < GRID.count && next.row < GRID.rows && next.column < GRID.columns).toBe(true);
      expect(Math.min(next.panel, next.row, next.column)).toBeGreaterThanOrEqual(0);
      if (JSON.stringify(next) !== JSON.stringify(cell)) expect(moveCursor(GRID, next, opposite[key])).toEqual(cell);
    }));
  });
});
