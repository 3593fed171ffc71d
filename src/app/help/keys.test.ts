// The sheet of keys says what is so: each key that it lists for a place does something there, and none that works is left out.
import { describe, expect, test } from 'vitest';
import { moveCursor } from '../../viz/cursor.ts';
import { lookByKey } from '../../viz/matrixKeys.ts';
import { moveInGrid } from '../../viz/roving.ts';
import { momentByKey } from '../../viz/TimelineMarks.tsx';
import { steered } from '../data/drawing.ts';
import { capsOf, keyPlaces, type KeyPlace } from './keys.ts';

const EVERY = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End', 'Ctrl+Home', 'Ctrl+End'];
const listed = ({ lines }: KeyPlace) => lines.flatMap(({ keys }) => keys).filter((key) => EVERY.includes(key)).sort();
const working = (works: (key: string, ctrl: boolean) => boolean) => EVERY.filter((key) => works(key.replace('Ctrl+', ''), key.startsWith('Ctrl+'))).sort();

const grid = { count: 6, rows: 5, columns: 5, across: 3 };
const timeline = { moments: Array.from({ length: 40 }, (_, k) => k), moment: 20, onMoment: () => {} };

describe('the sheet of keys', () => {
  test('maps', () => {
    expect(listed(keyPlaces.cells)).toEqual(working((key, ctrl) => moveCursor(grid, { panel: 1, row: 2, column: 2 }, key, ctrl) !== null));
  });
  test('lists', () => {
    expect(listed(keyPlaces.lists)).toEqual(working((key, ctrl) => !ctrl && moveInGrid(4, 9, 3, key) !== null));
  });
  test('the curve; up and down do there what right and left do', () => {
    const upright = ['ArrowUp', 'ArrowDown'];
    expect(listed(keyPlaces.curve)).toEqual(working((key, ctrl) => !ctrl && !upright.includes(key) && momentByKey(timeline, key) !== undefined));
    expect(momentByKey(timeline, 'ArrowUp')).toBe(momentByKey(timeline, 'ArrowRight'));
  });
  test('the matrix: each moves the cursor or what is in sight', () => {
    const bounds = { rows: 1000, columns: 500, leastRows: 10, leastColumns: 10 };
    const now = { cursor: { row: 500, column: 250 }, window: { top: 400, left: 200, rows: 200, columns: 100 } };
    const more = keyPlaces.matrix.lines.flatMap(({ keys }) => [...keys]).filter((key) => key !== 'Enter' && key !== ' ');
    const idle = more.filter((key) => {
      const look = lookByKey(now, bounds, key.replace('Ctrl+', ''), key.startsWith('Ctrl+'), { width: 400, height: 400 });
      return look === null || JSON.stringify(look) === JSON.stringify(now);
    });
    expect(idle).toEqual([]);
    expect(listed(keyPlaces.matrix)).toEqual(EVERY.toSorted());
  });
  test('the pen', () => {
    expect(listed(keyPlaces.pad)).toEqual(working((key, ctrl) => !ctrl && steered({ x: 0.5, y: 0.5 }, key) !== null));
  });
  test('nothing is said twice of a place', () => {
    for (const { lines } of Object.values(keyPlaces as Record<string, KeyPlace>)) {
      const keys = lines.flatMap((line) => line.keys);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });
});

test('caps as they stand on a keyboard', () => {
  expect(capsOf('Ctrl+Shift+z', false)).toEqual(['Ctrl', 'Shift', 'Z']);
  expect(capsOf('Ctrl+z', true)).toEqual(['⌘', 'Z']);
  expect(capsOf(' ', false)).toEqual(['Space']);
  expect(capsOf('?', false)).toEqual(['?']);
});
