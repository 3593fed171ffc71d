import { expect, test } from 'vitest';
import { folderDigits, greyPicture } from './folderDigits.ts';

/** A picture of one grey. */
const picture = (path: string, grey: number, height = 6, width = 5) => greyPicture(path, new Float32Array(height * width).fill(grey), height, width);
const six = ['set/b/1', 'set/a/1', 'set/b/2', 'set/a/2', 'set/c/1', 'set/c/2'].map((path, k) => picture(path, 10 * k));

test('size and pixels stay where all agree; labels are the folders, sorted; classes take turns', () => {
  const { digits, leftOut, notes } = folderDigits(six, ['set', 'set/a', 'set/b', 'set/c']);
  expect(digits).toMatchObject({ count: 6, height: 6, width: 5, classes: 3, names: ['a', 'b', 'c'], labels: Uint8Array.of(0, 1, 2, 0, 1, 2) });
  expect([...digits.images]).toEqual([10, 0, 40, 30, 20, 50].flatMap((grey) => Array(30).fill(grey)));
  expect([leftOut, notes]).toEqual([[], []]);
});

test('others are resized to the size that most have, and that is said', () => {
  const { digits, notes } = folderDigits([picture('set/a/0', 77, 12, 9), ...six], []);
  expect(digits).toMatchObject({ count: 7, height: 6, width: 5 });
  expect([...digits.images.subarray(0, 30)]).toEqual(Array(30).fill(77));
  expect(notes).toEqual(['1 of 7 images were resized to 6 × 5, set/a/0 from 12 × 9 for instance.']);
});

test('what is larger than 64 shrinks in proportion, by the mean of what each pixel covers', () => {
  const large = greyPicture('set/a/0', Float32Array.from({ length: 128 * 256 }, (_, k) => (k % 256 < 128 ? 200 : 0)), 128, 256);
  expect(large).toMatchObject({ height: 32, width: 64, given: [128, 256] });
  expect([large.pixels[0], large.pixels[20], large.pixels[63]]).toEqual([200, 200, 0]);
  const all = ['a', 'a', 'b', 'b'].map((name, k) => ({ ...large, path: `${name}/${k}` }));
  expect(folderDigits(all, [])).toMatchObject({ digits: { height: 32, width: 64 }, notes: ['4 of 4 images were resized to 32 × 64, a/0 from 128 × 256 for instance.'] });
});

test('a stray picture, an image alone in its class and empty classes are named', () => {
  const { digits, leftOut } = folderDigits([...six, picture('set/preview.png', 1), picture('set/d/1', 1)], ['set', 'set/a', 'set/b', 'set/c', 'set/d', 'set/e']);
  expect(digits.classes).toBe(3);
  expect(leftOut.map(({ name }) => name)).toEqual(['set/preview.png', 'set/d/1', 'set/e/']);
  expect(leftOut[0].reason).toMatch(/^alone in class set/);
  expect(leftOut[2].reason).toMatch(/^empty class/);
});

test('nothing, one class, or images too small are refused whole', () => {
  expect(() => folderDigits([], ['set'])).toThrow(/^images: none could be used; give a folder of class folders/);
  expect(() => folderDigits(six.slice(0, 4).map((each) => ({ ...each, path: `a/${each.path.at(-1)}` })), [])).toThrow(/^classes: one class only, a;/);
  const small = ['a/1', 'a/2', 'b/1', 'b/2'].map((path) => picture(path, 1, 4, 9));
  expect(() => folderDigits(small, [])).toThrow('image size: 4 × 9; give images from 5 × 5 to 64 × 64');
});
