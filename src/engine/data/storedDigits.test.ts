// The files in public/digits against their manifest and against MNIST itself.
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeIdx, readMnist } from '../../../scripts/make-digits.mjs';
import { loadDigits, type Digits } from './loadDigits.ts';
import { parseManifest, type DigitsManifest } from './manifest.ts';

const folder = new URL('../../../public/digits/', import.meta.url);
const stored = (name: string) => readFile(new URL(name, folder));
const fromDisk = (async (url: URL) => new Response(new Uint8Array(await readFile(url)))) as typeof globalThis.fetch;
const imageOf = (images: Uint8Array, index: number) => Buffer.from(images.buffer, images.byteOffset + index * 784, 784).toString('latin1');

let manifest: DigitsManifest;
let digits: Digits;
let mnist: Awaited<ReturnType<typeof readMnist>>;

beforeAll(async () => {
  manifest = parseManifest(await readFile(new URL('digits.json', folder), 'utf8'));
  digits = await loadDigits(folder, { fetch: fromDisk });
  mnist = await readMnist();
});

describe('the stored digits', () => {
  it('are 10 000 of 28×28, exactly 1 000 of each class', () => {
    expect(digits).toMatchObject({ count: 10_000, height: 28, width: 28, classes: 10 });
    expect(digits.images).toHaveLength(7_840_000);
    const perClass = new Array<number>(10).fill(0);
    for (const label of digits.labels) perClass[label]++;
    expect(perClass).toEqual(new Array(10).fill(1000));
  });

  it('have the stored sizes that the manifest and the README say', async () => {
    const readme = await readFile(new URL('README.md', folder), 'utf8');
    for (const file of [manifest.images, manifest.labels]) {
      expect((await stored(file.file)).length).toBe(file.storedBytes);
      expect(readme).toContain(`${file.bytes} | \`${file.sha256}\``);
    }
  });

  it('are all in MNIST’s training set, with the same label, no one twice', () => {
    const labelsOfImage = new Map<string, Set<number>>();
    mnist.labels.forEach((label, index) => {
      const image = imageOf(mnist.images, index);
      labelsOfImage.set(image, (labelsOfImage.get(image) ?? new Set()).add(label));
    });
    let found = 0;
    const seen = new Set<string>();
    digits.labels.forEach((label, index) => {
      const image = imageOf(digits.images, index);
      if (labelsOfImage.get(image)?.has(label)) found++;
      seen.add(image);
    });
    expect(found).toBe(10_000);
    expect(seen.size).toBe(10_000);
  });

  it('are a fair mix anywhere in the file', () => {
    for (let start = 0; start < 10_000; start += 1000) {
      const perClass = new Array<number>(10).fill(0);
      for (const label of digits.labels.subarray(start, start + 1000)) perClass[label]++;
      // Mean 100, standard deviation 9.
      for (const count of perClass) expect(Math.abs(count - 100)).toBeLessThan(45);
    }
  });

  it('are what the script makes, byte for byte', async () => {
    const made = makeIdx(mnist);
    expect(Buffer.compare(made.images, gunzipSync(await stored(manifest.images.file)))).toBe(0);
    expect(Buffer.compare(made.labels, gunzipSync(await stored(manifest.labels.file)))).toBe(0);
  });

  it('carry neither a time nor the maker’s system in their gzip header', async () => {
    for (const file of [manifest.images, manifest.labels]) {
      expect([...(await stored(file.file)).subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);
    }
  });
});
