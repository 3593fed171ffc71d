import { expect, test } from 'vitest';
import type { Mistakes } from '../../../engine/protocol.ts';
import { cellText, listInWords, parseCell, scoreInWords, takenFor } from './words.ts';

const answer = (weights: Mistakes['weights']): Mistakes => ({
  revision: 1, weights, images: 9500, right: 8170, classes: 2, counts: Uint32Array.of(5, 1, 0, 3), recall: new Float64Array(2), precision: new Float64Array(2),
  probabilities: true, listable: 0, list: [], pixels: new Uint8Array(0),
});

test('a cell in a link, and what is none of the matrix', () => {
  expect(parseCell(cellText({ label: 4, predicted: 9 }), 10)).toEqual({ label: 4, predicted: 9 });
  for (const text of [null, '', '4', '4,10', '10,4', 'a,b', '-1,2']) expect(parseCell(text, 10)).toBeNull();
});

test.each([
  [{ of: 'ready-made', iteration: 12 }, 'The run that ships with this page reads 8\u00a0170 of 9\u00a0500 validation images rightly: 86.0\u00a0%.'],
  [{ of: 'run', iteration: 0 }, 'Before its first iteration the network reads 8\u00a0170 of 9\u00a0500 validation images rightly: 86.0\u00a0%.'],
  [{ of: 'run', iteration: 1200 }, 'After iteration 1\u00a0200 the network reads 8\u00a0170 of 9\u00a0500 validation images rightly: 86.0\u00a0%.'],
  [{ of: 'loaded', iteration: 0 }, 'Your own model reads 8\u00a0170 of 9\u00a0500 images rightly: 86.0\u00a0%.'],
] as const)('%o', (weights, words) => expect(scoreInWords(answer(weights))).toBe(words));

test('what the list shows', () => {
  const names = ['ant', 'bee'];
  expect(listInWords(null, names, 1330)).toBe('All 1\u00a0330 mistakes, the surest first');
  expect(listInWords(null, names, 0)).toBe('No image is read wrongly');
  expect(listInWords({ label: 0, predicted: 1 }, names, 23)).toBe('ant read as bee: 23 images, the surest first');
  expect(listInWords({ label: 1, predicted: 1 }, names, 9)).toBe('bee read rightly: 9 images, the least sure first');
  expect(listInWords({ label: 1, predicted: 0 }, names, 0)).toBe('No bee is read as ant');
});

test('what each class is taken for', () => {
  expect(takenFor({ counts: Uint32Array.of(5, 1, 2, 0, 9, 0, 4, 4, 1), classes: 3 })).toEqual([{ predicted: 2, count: 2 }, null, { predicted: 0, count: 4 }]);
});
