import { expect, test } from 'vitest';
import { cellsAcross } from './CellGrid.tsx';

test.each([[1, 1], [2, 2], [64, 8], [10, 5], [784, 49]])('%i cells fill lines of %i', (count, across) => {
  expect(count % cellsAcross(count)).toBe(0);
  expect(cellsAcross(count)).toBe(across);
});

test('a block is never taller than it is wide by much, nor lines longer than the cells', () => {
  for (let count = 1; count < 500; count++) {
    const across = cellsAcross(count);
    expect(across).toBeGreaterThan(0);
    expect(across).toBeLessThanOrEqual(count);
    expect(Math.ceil(count / across)).toBeLessThanOrEqual(1.5 * across + 1);
  }
});
