import { expect, test } from 'vitest';
import { placeBubble } from './placeBubble.ts';

const bubble = { width: 200, height: 40 };
const viewport = { width: 390, height: 800 };

test('below, in line with its left edge', () => {
  expect(placeBubble({ left: 20, top: 100, width: 80, height: 30 }, bubble, viewport)).toEqual({ left: 20, top: 136 });
});

test('above where the window ends, and inside it at its right edge', () => {
  expect(placeBubble({ left: 330, top: 760, width: 50, height: 30 }, bubble, viewport)).toEqual({ left: 182, top: 714 });
  expect(placeBubble({ left: -30, top: 100, width: 80, height: 30 }, bubble, viewport).left).toBe(8);
});

test('below where neither side has room', () => {
  expect(placeBubble({ left: 20, top: 10, width: 80, height: 780 }, bubble, viewport).top).toBe(796);
});
