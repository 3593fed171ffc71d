import { expect, test } from 'vitest';
import type { BrowseRequest } from '../protocol.ts';
import { TINY, tinyDigits } from '../testing/tinyDigits.ts';
import { RunData } from '../train/runData.ts';
import { browse } from './browse.ts';
import type { Predictions } from './predictions.ts';

const data = new RunData(tinyDigits(60), TINY);
const ALL: BrowseRequest = { label: null, outcome: 'any', split: 'any', offset: 0, count: 10 };

/** Every fifth image is taken for the next class. Counts the images classified. */
function fakePredictions() {
  const seen = new Set<number>();
  const of = (index: number) => (data.digits.labels[index] + (index % 5 === 0 ? 1 : 0)) % 3;
  const ensure = async (indices: Int32Array) => indices.forEach((index) => seen.add(index));
  return { predictions: { ensure, of } as unknown as Predictions, seen };
}

const still = () => 0;

test('pages follow one another and cover every match once', async () => {
  const { predictions } = fakePredictions();
  const request: BrowseRequest = { label: 1, outcome: 'wrong', split: 'validation', offset: 0, count: 3 };
  const found: number[] = [];
  for (;;) {
    const page = await browse({ ...request, offset: found.length }, data, predictions, still);
    found.push(...page.items.map((item) => item.index));
    if (page.end) break;
  }
  const expected = Array.from(data.digits.labels.keys()).filter((index) => data.digits.labels[index] === 1 && data.splitOf(index) === 'validation' && index % 5 === 0);
  expect(found).toEqual(expected);
});

test('pixels are those of the items, in order', async () => {
  const page = await browse({ ...ALL, offset: 7, count: 2 }, data, fakePredictions().predictions, still);
  expect(page.items.map((item) => item.index)).toEqual([7, 8]);
  expect(page.pixels).toEqual(data.digits.images.slice(7 * 64, 9 * 64));
});

test('where all match, only what is shown is classified', async () => {
  const { predictions, seen } = fakePredictions();
  await browse({ ...ALL, offset: 90, count: 4 }, data, predictions, still);
  expect([...seen]).toEqual([90, 91, 92, 93]);
});

test('when time is up the page is sent as far as it has come, and says so', async () => {
  let clock = 0;
  const page = await browse({ ...ALL, outcome: 'wrong', count: 100 }, data, fakePredictions().predictions, () => (clock += 100));
  expect(page).toMatchObject({ scanned: 32, total: 180, end: false });
  expect(page.items).toHaveLength(7);
});

test('the end is said when everything has been looked at', async () => {
  const page = await browse({ ...ALL, outcome: 'wrong', count: 100 }, data, fakePredictions().predictions, still);
  expect(page).toMatchObject({ scanned: 180, total: 180, end: true });
  expect(page.items).toHaveLength(36);
  expect(await browse({ ...ALL, label: 2, split: 'training', count: 4 }, data, fakePredictions().predictions, still)).toMatchObject({ total: 4, end: true });
});

test('by what an image is read as, alone and with its class', async () => {
  const { predictions } = fakePredictions();
  const readAs = Array.from(data.digits.labels.keys()).filter((index) => predictions.of(index) === 2);
  const page = await browse({ ...ALL, predicted: 2, count: 200 }, data, predictions, still);
  expect(page.items.map(({ index }) => index)).toEqual(readAs);
  const taken = await browse({ ...ALL, label: 1, predicted: 2, outcome: 'wrong', count: 200 }, data, predictions, still);
  expect(taken.items.map(({ index }) => index)).toEqual(readAs.filter((index) => data.digits.labels[index] === 1));
  expect((await browse({ ...ALL, label: 1, predicted: 2, outcome: 'right', count: 200 }, data, predictions, still)).items).toEqual([]);
});

test('among those that validations run over, which may be fewer than are not trained on', async () => {
  const few = new RunData(tinyDigits(60), { ...TINY, validationImages: 20 });
  const page = await browse({ ...ALL, split: 'validated', count: 200 }, few, fakePredictions().predictions, still);
  expect(page.items.map(({ index }) => index)).toEqual([...few.validation]);
  expect(page.total).toBe(20);
});
