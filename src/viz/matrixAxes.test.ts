import { expect, test } from 'vitest';
import { bracketsAlong, evenLevel, linesAlong, listLevel, namesAlong, stepFor, type MatrixAxis } from './matrixAxes.ts';

const measure = (text: string) => 6 * text.length;
const rows: MatrixAxis = {
  what: 'unit', name: (place) => `unit ${place}`,
  levels: [evenLevel(11_520, 480, (k) => [`row ${k}`]), evenLevel(11_520, 20, (k) => [`(${Math.floor(k / 24)}, ${k % 24})`]), evenLevel(11_520, 1, (k) => [`unit number ${k}`, `${k}`])],
};
const blocks = listLevel(560, [0, 500, 520, 540], (k) => [['conv1/kernel', 'kernel'], ['conv1/bias', 'bias'], ['bn1/gamma', 'gamma'], ['bn1/beta', 'beta']][k]);
const columns: MatrixAxis = { what: 'parameter', name: String, levels: [blocks, evenLevel(560, 1, (k) => [`[${k}]`])] };

test('lines: every so many rows of the map from afar, units one by one from near', () => {
  const far = linesAlong(rows, { start: 0, size: 11_520, pixels: 240 }, 14, 80, measure);
  expect(far.map(({ text }) => text)).toEqual(Array.from({ length: 12 }, (_, k) => `row ${2 * k}`));
  const near = linesAlong(rows, { start: 4803, size: 10, pixels: 280 }, 14, 80, measure);
  expect(near[0]).toEqual({ from: 4803, to: 4804, text: '4803' });
  expect(near).toHaveLength(10);
  // To the last of them, and with names that just fit.
  const end = linesAlong(rows, { start: 11_510, size: 10, pixels: 280 }, 14, 6 * 'unit number 11519'.length, measure);
  expect(end.map(({ text }) => text)).toEqual(Array.from({ length: 10 }, (_, k) => `unit number ${11_510 + k}`));
  expect(linesAlong(rows, { start: 960, size: 200, pixels: 280 }, 14, 80, measure).map(({ text }) => text).slice(0, 2)).toEqual(['(2, 0)', '(2, 1)']);
});

test('brackets write the name that has room in what is in sight', () => {
  expect(bracketsAlong(blocks, { start: 0, size: 560, pixels: 900 }, measure).map(({ text }) => text)).toEqual(['conv1/kernel', 'bias', '', 'beta']);
  expect(bracketsAlong(blocks, { start: 490, size: 20, pixels: 900 }, measure)).toEqual([{ from: 0, to: 500, text: 'conv1/kernel' }, { from: 500, to: 520, text: 'conv1/bias' }]);
});

test('names of single columns appear when they have room, thinned out before', () => {
  expect(namesAlong(columns, { start: 0, size: 560, pixels: 900 }, measure)).toEqual([]);
  expect(namesAlong(columns, { start: 100, size: 18, pixels: 864 }, measure)).toHaveLength(18);
  expect(namesAlong(columns, { start: 100, size: 40, pixels: 864 }, measure).map(({ from }) => from)).toEqual(Array.from({ length: 20 }, (_, k) => 100 + 2 * k));
});

test('where groups are not equally wide, the narrow ones stay without a name', () => {
  const channels = listLevel(560, [...Array.from({ length: 20 }, (_, k) => 26 * k), ...Array.from({ length: 20 }, (_, k) => 520 + 2 * k)], (k) => [`channel ${k % 20}`, `${k % 20}`]);
  const labels = namesAlong({ ...columns, levels: [blocks, channels, columns.levels[1]] }, { start: 0, size: 560, pixels: 900 }, measure);
  expect(labels.map(({ text }) => text)).toEqual(Array.from({ length: 20 }, (_, k) => `${k}`));
});

test('groups of a list are found from their places', () => {
  expect([0, 499, 500, 559].map((place) => blocks.find(place))).toEqual([0, 0, 1, 3]);
  expect(blocks.start(4)).toBe(560);
  expect([stepFor(20, 14), stepFor(4, 14), stepFor(0.3, 14)]).toEqual([1, 5, 50]);
  // Just enough is enough.
  expect([stepFor(14, 14), stepFor(7, 14), stepFor(1.4, 14)]).toEqual([1, 2, 10]);
});
