import fc from 'fast-check';
import { expect, test } from 'vitest';
import { levelOf, partOf, TILE, tilesOf } from './matrixTiles.ts';

const bounds = { rows: 11_520, columns: 560 };

test('a cell is a pixel or more, and less than two', () => {
  expect([levelOf(0.2), levelOf(1), levelOf(1.01), levelOf(22)]).toEqual([0, 0, 1, 5]);
});

test('the tiles of a window cover it, and each other tile of their level is out of sight', () => {
  fc.assert(fc.property(fc.nat(11_000), fc.integer({ min: 8, max: 11_520 }), fc.nat(550), fc.integer({ min: 4, max: 560 }), (top, rows, left, columns) => {
    const window = { top, rows: Math.min(rows, bounds.rows - top), left, columns: Math.min(columns, bounds.columns - left) };
    const tiles = tilesOf(window, 520, 900).map((place) => partOf(place, bounds));
    const [first, end] = [Math.min(...tiles.map((tile) => tile.rows.first)), Math.max(...tiles.map((tile) => tile.rows.first + tile.rows.count))];
    expect(first).toBeLessThanOrEqual(window.top);
    expect(end).toBeGreaterThanOrEqual(window.top + window.rows);
    for (const { rows: part, columns: across, height, width } of tiles) {
      expect(part.first + part.count).toBeGreaterThan(window.top);
      expect(part.first).toBeLessThan(window.top + window.rows);
      expect(across.first).toBeLessThan(window.left + window.columns);
      expect(height).toBeLessThanOrEqual(TILE.height);
      expect(width).toBeLessThanOrEqual(TILE.width);
    }
  }));
});

test('at single entries a cell is an entry', () => {
  const [tile] = tilesOf({ top: 5000, rows: 10, left: 300, columns: 18 }, 520, 900);
  expect(partOf(tile, bounds)).toEqual({ rows: { first: 4864, count: 256 }, columns: { first: 0, count: 512 }, height: 256, width: 512 });
  expect(partOf({ down: 0, across: 0, y: 44, x: 1 }, bounds)).toEqual({ rows: { first: 11_264, count: 256 }, columns: { first: 512, count: 48 }, height: 256, width: 48 });
});
