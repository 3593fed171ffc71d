import { expect, test } from 'vitest';
import { tinyDigits } from '../testing/tinyDigits.ts';
import { checkSettings, type DataFacts } from './checkSettings.ts';
import { DEFAULT_SETTINGS, SETTING_FIELDS } from './settings.ts';

const labels = Uint8Array.from({ length: 10_000 }, (_, n) => n % 10);
const DIGITS: DataFacts = { labels, classes: 10, height: 28, width: 28 };
const problems = (change: object, data = DIGITS) => checkSettings({ ...DEFAULT_SETTINGS, ...change }, data);

test('the defaults are the question’s, and accepted', () => {
  expect(DEFAULT_SETTINGS).toMatchObject({ imagesPerClass: 50, epochs: 4, batchSize: 128, learningRate: 0.01, momentum: 0.9, l2: 1e-4, filters: 20, kernelSize: 5 });
  expect(problems({})).toEqual([]);
});

test('every field is a setting, once', () => {
  expect(SETTING_FIELDS.map((field) => field.name).toSorted()).toEqual(Object.keys(DEFAULT_SETTINGS).toSorted());
  expect(new Set(SETTING_FIELDS.map((field) => field.name)).size).toBe(16);
});

test.each([
  [{ epochs: NaN }, 'epochs', 'Epochs: not a number. Type a number such as 4.'],
  [{ epochs: '4' }, 'epochs', 'Epochs: not a number. Type a number such as 4.'],
  [{ epochs: 2.5 }, 'epochs', 'Epochs: 2.5 is not a whole number. Use 3, for instance.'],
  [{ epochs: 0 }, 'epochs', 'Epochs: 0 is too small. Use at least 1.'],
  [{ momentum: 1 }, 'momentum', 'Momentum: 1 is too large. Use at most 0.999.'],
  [{ learningRate: Infinity }, 'learningRate', 'Learning rate: Infinity is too large. Use at most 10.'],
  [{ shuffle: 'twice' }, 'shuffle', 'Shuffle: twice is not a choice. Take one of once, every-epoch, never.'],
  [{ batchSize: 501 }, 'batchSize', 'Batch size: 501 is more than the 500 training images. Use at most 500, or more images per class.'],
  [{ imagesPerClass: 1000 }, 'imagesPerClass', 'Training images per class: 1000 leave none of some class to validate on; it has 1000. Use at most 999.'],
])('%o is refused, with the reason', (change, field, message) => {
  expect(problems(change)).toEqual([{ field, message }]);
});

test('what only holds together is said at one field, and not twice', () => {
  expect(problems({ imagesPerClass: 1, batchSize: 11 })[0].field).toBe('batchSize');
  expect(problems({ imagesPerClass: 0, batchSize: 11 }).map((problem) => problem.field)).toEqual(['imagesPerClass']);
  expect(problems({ kernelSize: 9, batchSize: 5, imagesPerClass: 2 }, tinyDigits())).toEqual([
    { field: 'kernelSize', message: 'Kernel size: 9 is larger than the 8 × 8 image. Use at most 8.' },
  ]);
});

test('the bounds themselves are accepted', () => {
  expect(problems({ imagesPerClass: 999, batchSize: 1024 })).toEqual([]);
  expect(problems({ batchSize: 500, momentum: 0, l2: 0, batchNormMomentum: 0, seed: 4294967295 })).toEqual([]);
});

test('a kernel fits into the shorter side', () => {
  const wide = { ...tinyDigits(), width: 20 };
  expect(problems({ kernelSize: 8, batchSize: 5, imagesPerClass: 2 }, wide)).toEqual([]);
  expect(problems({ kernelSize: 9, batchSize: 5, imagesPerClass: 2 }, wide)).toEqual([
    { field: 'kernelSize', message: 'Kernel size: 9 is larger than the 8 × 20 image. Use at most 8.' },
  ]);
});

test('what does not apply to a network is not asked of it', () => {
  expect(problems({ network: 'mlp', kernelSize: 99, filters: 0 })).toEqual([]);
  expect(problems({ network: 'cnn' })).toMatchObject([{ field: 'network', message: 'Network: cnn is not a choice. Take one of question, three-block, mlp.' }]);
});
