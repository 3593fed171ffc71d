import { expect, test } from 'vitest';
import { layoutConfusion, mostMistaken, rootTicks, shortName, sumsOf } from './confusion.ts';

const digits = Array.from('0123456789');
const even = (classes: number, count: number) => new Uint32Array(classes * classes).fill(count);

test('ten digits: names lie flat, figures have room, on a phone too', () => {
  for (const width of [310, 640]) {
    const layout = layoutConfusion(width, digits, Array(10).fill(950), even(10, 950));
    expect(layout).toMatchObject({ step: 1, upright: { names: false } });
    expect(layout.text).toBeGreaterThanOrEqual(8);
    expect(layout.left + layout.right).toBeLessThan(width / 3);
  }
});

test('fifty long names: upright, cut, without figures, and not all of them on a phone', () => {
  const names = Array.from({ length: 50 }, (_, k) => `class number ${k}`);
  const wide = layoutConfusion(640, names, Array(50).fill(200), even(50, 200));
  expect(wide).toMatchObject({ text: 0, step: 1, upright: { names: true, sums: true } });
  const narrow = layoutConfusion(310, names, Array(50).fill(200), even(50, 200));
  expect(narrow.step).toBeGreaterThan(1);
  expect(shortName(names[3])).toBe('class nu…');
});

test('sums of rows and columns, and what is mistaken most', () => {
  const counts = [5, 1, 0, 3, 6, 2, 0, 0, 7];
  expect(sumsOf(counts, 3)).toEqual({ rows: [6, 11, 7], columns: [8, 7, 9] });
  expect(mostMistaken(counts, 3, 2)).toEqual([{ label: 1, predicted: 0, count: 3 }, { label: 1, predicted: 2, count: 2 }]);
  expect(mostMistaken([1, 0, 0, 1], 2, 3)).toEqual([]);
});

test('the numbers beside the scale rise, begin at zero, end at the largest, and stand apart', () => {
  for (const largest of [1, 2, 3, 7, 53, 180, 9500, 250_000]) {
    const ticks = rootTicks(largest, 168);
    expect([ticks[0], ticks.at(-1)]).toEqual([0, largest]);
    const places = ticks.map((value) => 168 * Math.sqrt(value / largest));
    places.slice(1).forEach((place, k) => expect(place - places[k]).toBeGreaterThan(6 * String(ticks[k + 1]).length));
  }
  expect(rootTicks(0, 168)).toEqual([0]);
  expect(rootTicks(180, 168)).toEqual([0, 1, 5, 20, 50, 100, 180]);
});
