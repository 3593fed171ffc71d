import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entryAt, levelOf, partOf, TILE, tilesOf, type MatrixSource } from './matrixTiles.ts';

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

test('the tiles nearest to the middle of the picture come first', () => {
  const tiles = tilesOf({ top: 1000, rows: 1040, left: 0, columns: 560 }, 1040, 900);
  expect(tiles.map(({ y, x }) => [y, x])).toEqual([...[5, 6, 4, 7, 3].map((y) => [y, 0]), ...[5, 6, 4, 7, 3].map((y) => [y, 1])]);
  // As far as it looks: a column is as wide as two rows are high here.
  const wide = tilesOf({ top: 0, rows: 1024, left: 0, columns: 1024 }, 512, 1024);
  expect(wide.map(({ y, x }) => [y, x])).toEqual([[0, 0], [0, 1], [1, 0], [1, 1]]);
});

test('entries that are left over at the edge share a cell of their own', () => {
  expect(partOf({ down: 3, across: 2, y: 0, x: 0 }, { rows: 1001, columns: 77 })).toEqual({ rows: { first: 0, count: 1001 }, columns: { first: 0, count: 77 }, height: 126, width: 20 });
});

test('an entry is read from the tile that it lies in', () => {
  const asked: string[] = [];
  const source: Pick<MatrixSource, 'tile'> = {
    tile(place) {
      asked.push(`${place.y} ${place.x}`);
      const part = partOf(place, bounds);
      const name = (k: number) => 1000 * (part.rows.first + Math.floor(k / part.width)) + part.columns.first + (k % part.width);
      return place.y === 2 ? null : { ...part, values: Array.from({ length: part.height * part.width }, (_, k) => name(k)) };
    },
  };
  expect(entryAt(source as MatrixSource, 300, 520)).toBe(300_520);
  expect(entryAt(source as MatrixSource, 255, 511)).toBe(255_511);
  expect(entryAt(source as MatrixSource, 600, 0)).toBeNull();
  expect(asked).toEqual(['1 1', '0 0', '2 0']);
});
