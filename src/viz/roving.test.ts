import { describe, expect, it } from 'vitest';
import { moveInGrid } from './roving.ts';

describe('moveInGrid', () => {
  it.each([
    [0, 'ArrowRight', 1], [9, 'ArrowRight', 9], [0, 'ArrowLeft', 0], [5, 'ArrowLeft', 4], [1, 'ArrowLeft', 0], [4, 'ArrowUp', 0], [1, 'ArrowDown', 5], [8, 'ArrowDown', 8], [5, 'ArrowUp', 1], [2, 'ArrowUp', 2],
    [5, 'Home', 0], [5, 'End', 9], [5, 'x', null],
  ] as const)('from %i, %s goes to %s', (from, key, to) => expect(moveInGrid(from, 10, 4, key)).toBe(to));
});
