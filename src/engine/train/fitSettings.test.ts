import { expect, test } from 'vitest';
import { tinyDigits } from '../testing/tinyDigits.ts';
import { checkSettings } from './checkSettings.ts';
import { fitSettings } from './fitSettings.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

test('what fits stays as it is', () => {
  const settings = { ...DEFAULT_SETTINGS, imagesPerClass: 9, batchSize: 27, kernelSize: 8 };
  expect(fitSettings(settings, tinyDigits(10))).toEqual(settings);
});

test.each([2, 3, 5, 10, 40])('classes of %i images: some train, at least one validates, and nothing is refused', (perClass) => {
  const data = tinyDigits(perClass);
  const fitted = fitSettings({ ...DEFAULT_SETTINGS, kernelSize: 15, learningRate: 0.3 }, data);
  expect(checkSettings(fitted, data)).toEqual([]);
  expect(fitted).toMatchObject({ imagesPerClass: Math.floor(0.8 * perClass), batchSize: Math.min(128, 3 * Math.floor(0.8 * perClass)), kernelSize: 8, learningRate: 0.3 });
});
