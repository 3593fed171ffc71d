import { expect, test } from 'vitest';
import { TINY, tinyDigits } from '../testing/tinyDigits.ts';
import { RunData } from '../train/runData.ts';
import { checkIndex, digitBatch, RunInput } from './input.ts';
import { pictureSize } from './inputPicture.ts';
import { ResampledDigits } from './resampledDigits.ts';

const data = new RunData(tinyDigits(), TINY);
const validation = [...data.validation];

test('a batch is the chosen digit and the validation images after it, from the first again after the last', () => {
  expect(digitBatch(data, validation[2], 4).indices).toEqual([validation[2], ...validation.slice(3, 6)]);
  expect(digitBatch(data, validation.at(-1)!, 3).indices).toEqual([validation.at(-1), validation[0], validation[1]]);
  const trained = data.training[0];
  const { indices } = digitBatch(data, trained, 100);
  expect(indices[0]).toBe(trained);
  expect(indices.slice(1).toSorted((a, b) => a - b)).toEqual(validation);
});

test('a run’s input is its digits less their mean', () => {
  const input = new RunInput(data);
  const { pixels, input: numbers, mean, label, channels } = input.picture(7);
  expect([input.count, label, channels]).toEqual([30, 1, 1]);
  pixels.forEach((pixel, k) => expect(numbers[k]).toBeCloseTo(pixel / 255 - mean[k], 6));
  expect(() => checkIndex(input, 30)).toThrow('digit: 30 is not in the data; choose from 0 to 29');
});

test('images beside the digits are counted on from them: named, without a class, normalised alike, in a loaded model’s size too', () => {
  const pixels = Uint8Array.from({ length: 64 }, (_, k) => 3 * k);
  const beside = new RunData({ ...tinyDigits(), beside: [{ name: 'mine', pixels }] }, TINY);
  const input = new RunInput(beside);
  expect(input.count).toBe(31);
  expect(input.picture(30)).toMatchObject({ index: 30, label: null, split: null, name: 'mine', pixels, mean: data.mean });
  const { data: both } = input.images([4, 30]);
  expect([...both.subarray(0, 64)]).toEqual([...new RunInput(data).images([4]).data]);
  pixels.forEach((pixel, k) => expect(both[64 + k]).toBeCloseTo(pixel / 255 - data.mean[k], 6));
  expect(input.batch(30, 3).indices).toEqual([30, ...validation.slice(0, 2)]);
  const loaded = new ResampledDigits(beside, [8, 8, 1], '0-255');
  expect(loaded.count).toBe(31);
  expect(loaded.picture(30)).toMatchObject({ label: null, name: 'mine', pixels });
  expect(() => checkIndex(loaded, 31)).toThrow('digit: 31 is not in the data; choose from 0 to 30');
});

test('a vector of s² numbers is a picture; another can be shown no digit', () => {
  expect(pictureSize([1, 1, 784])).toEqual([28, 28, 1]);
  expect(pictureSize([1, 1, 3])).toEqual([1, 1, 3]);
  expect(pictureSize([1, 1, 100])).toEqual([10, 10, 1]);
  expect(pictureSize([1, 1, 101])).toBeNull();
  expect(() => new ResampledDigits(data, [1, 1, 101], '0-1').picture(0)).toThrow('input: a digit cannot become a vector of 101 numbers; hand over an .npy file of your own');
  expect(new ResampledDigits(data, [1, 1, 64], '0-255').images([5]).data).toEqual(Float32Array.from(data.digits.images.subarray(5 * 64, 6 * 64)));
});
