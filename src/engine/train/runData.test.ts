import { expect, test } from 'vitest';
import { TINY, tinyDigits } from '../testing/tinyDigits.ts';
import { RunData } from './runData.ts';

const digits = tinyDigits();
const seen = (data: RunData) => [...data.batches()].map((batch) => Array.from(batch.data));

test('the part batch is dropped and the epochs repeat', () => {
  const data = new RunData(digits, TINY);
  expect([data.training.length, data.validation.length, data.iterationsPerEpoch, data.iterations]).toEqual([12, 18, 2, 6]);
  const batches = [...data.batches()];
  expect(batches.map((batch) => batch.shape)).toEqual(Array(6).fill([5, 8, 8, 1]));
});

test('shuffled once, every epoch or never', () => {
  const order = (shuffle: 'once' | 'every-epoch' | 'never') => seen(new RunData(digits, { ...TINY, shuffle, batchSize: 12 }));
  const [once, every, never] = [order('once'), order('every-epoch'), order('never')];
  expect(once[1]).toEqual(once[0]);
  expect(every[0]).toEqual(once[0]);
  expect(every[1]).not.toEqual(every[0]);
  expect(never[0]).not.toEqual(once[0]);
  const data = new RunData(digits, TINY);
  expect(never[0]).toEqual(Array.from(data.chunk(data.training).data));
});

test('training images average to zero, and none of them validates', () => {
  const data = new RunData(digits, TINY);
  const { data: pixels } = data.chunk(data.training);
  for (let p = 0; p < 64; p++) {
    let sum = 0;
    for (let n = 0; n < 12; n++) sum += pixels[n * 64 + p];
    expect(sum).toBeCloseTo(0, 5);
  }
  expect(Array.from(data.validation, (index) => data.splitOf(index))).toEqual(Array(18).fill('validation'));
  expect(Array.from(data.training, (index) => data.splitOf(index))).toEqual(Array(12).fill('training'));
});

test('fewer validation images are spread over all of them', () => {
  const data = new RunData(digits, { ...TINY, validationImages: 6 });
  const all = new RunData(digits, TINY).validation;
  expect(Array.from(data.validation)).toEqual([0, 3, 6, 9, 12, 15].map((k) => all[k]));
});

test('after some iterations the batches go on where they were', () => {
  const data = new RunData(digits, TINY);
  for (const done of [0, 1, 5, 6]) expect([...data.batches(done)]).toEqual([...data.batches()].slice(done));
});

test('images come in parts, each of them once', () => {
  const data = new RunData(digits, TINY);
  const parts = [...data.chunks(data.validation, 5)];
  expect(parts.map(({ labels }) => labels.length)).toEqual([5, 5, 5, 3]);
  expect(parts.flatMap(({ labels }) => [...labels])).toEqual(Array.from(data.validation, (index) => digits.labels[index]));
});
