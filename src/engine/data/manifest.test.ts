import { describe, expect, it } from 'vitest';
import { parseManifest } from './manifest.ts';

const file = { file: 'a-idx3-ubyte.gz', bytes: 20, storedBytes: 10, sha256: 'ab'.repeat(32) };
const good = { count: 4, height: 2, width: 3, classes: 2, images: file, labels: file };

describe('parseManifest', () => {
  it('reads what it needs and drops the rest', () => {
    expect(parseManifest(JSON.stringify({ ...good, note: 'x' }))).toEqual(good);
  });

  it.each([
    ['no JSON', '{', 'digits.json: no JSON'],
    ['no object', '[]', 'digits.json whole: []'],
    ['no count', JSON.stringify({ ...good, count: undefined }), 'digits.json count: undefined'],
    ['a negative height', JSON.stringify({ ...good, height: -28 }), 'digits.json height: -28'],
    ['more classes than a byte holds', JSON.stringify({ ...good, classes: 257 }), 'digits.json classes: 257'],
    ['no labels', JSON.stringify({ ...good, labels: null }), 'digits.json labels: null'],
    ['a file elsewhere', JSON.stringify({ ...good, images: { ...file, file: '../a' } }), 'digits.json file: "../a"'],
    ['a short checksum', JSON.stringify({ ...good, images: { ...file, sha256: 'ab' } }), 'digits.json sha256: "ab"'],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseManifest(text)).toThrow(message);
  });
});
