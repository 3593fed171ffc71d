import { expect, test } from 'vitest';
import { placeCard, scrollBy, type Box, type Size } from './place.ts';

const view: Size = { width: 1440, height: 900 };
const card: Size = { width: 340, height: 260 };

function overlap(a: Box, b: Box): boolean {
  return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;
}

test.each<[string, Box, { left: number; top: number } | null]>([
  ['right of what leaves room there', { left: 100, top: 200, width: 400, height: 500 }, { left: 516, top: 200 }],
  ['left of what stands at the right', { left: 980, top: 700, width: 440, height: 180 }, { left: 624, top: 632 }],
  ['below what is as wide as the window', { left: 20, top: 100, width: 1400, height: 300 }, { left: 20, top: 416 }],
  ['above what stands at its foot', { left: 20, top: 500, width: 1400, height: 380 }, { left: 20, top: 224 }],
  ['nowhere beside what fills it', { left: 0, top: 0, width: 1440, height: 900 }, null],
])('%s', (_name, target, place) => {
  expect(placeCard(target, card, view)).toEqual(place);
});

test('never covers what it talks about and never leaves the window', () => {
  for (let left = -200; left < 1440; left += 37)
    for (let top = -200; top < 900; top += 41)
      for (const [width, height] of [[100, 60], [500, 300], [1200, 200], [300, 800]]) {
        const target = { left, top, width, height };
        const place = placeCard(target, card, view);
        if (!place) continue;
        expect(overlap({ ...place, ...card }, target)).toBe(false);
        expect(place.left >= 0 && place.top >= 0 && place.left + card.width <= view.width && place.top + card.height <= view.height).toBe(true);
      }
});

test('scrolls what is out of sight into it, of what is too long the beginning, and leaves alone what is seen', () => {
  const small = { left: 0, top: 0, width: 300, height: 200 };
  expect(scrollBy({ ...small, top: 400 }, view, 0, 0)).toBe(0);
  const after = (target: Box, bar: number, free: number) => target.top - scrollBy(target, view, bar, free);
  expect(after({ ...small, top: 2000 }, 0, 0)).toBe(350);
  expect(after({ ...small, top: -500, height: 1500 }, 60, 0)).toBe(76);
  const top = after({ ...small, top: 2000, height: 300 }, 60, 400);
  expect(top).toBeGreaterThanOrEqual(76);
  expect(top + 300).toBeLessThanOrEqual(900 - 400);
});
