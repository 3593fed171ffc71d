import { expect, test } from 'vitest';
import { classesOf, folderOf } from './classes.ts';

const twice = (...names: string[]): string[] => names.flatMap((name) => [name, name]);

test('numbers are counted up by value, words by characters', () => {
  expect(classesOf(twice('10', '9', '2'))).toEqual({ names: ['2', '9', '10'], labels: Int16Array.of(2, 2, 1, 1, 0, 0), alone: [] });
  expect(classesOf(twice('10', '9', 'b', 'B')).names).toEqual(['10', '9', 'B', 'b']);
  expect(classesOf(twice('07', '7')).names).toEqual(['07', '7']);
});

test('gaps are closed, and a class of one image is left out', () => {
  expect(classesOf(['5', '200', '7', '5', '200'])).toEqual({ names: ['5', '200'], labels: Int16Array.of(0, 1, -1, 0, 1), alone: ['7'] });
});

test('from 2 to 255 classes', () => {
  const many = (count: number) => twice(...Array.from({ length: count }, (_, k) => String(k)));
  expect(classesOf(many(255)).names).toHaveLength(255);
  expect(() => classesOf(many(256))).toThrow('classes: 256 are too many; give at most 255');
  expect(() => classesOf(['cat', 'cat', 'dog'])).toThrow('classes: one class only, cat; give at least two, each with two images or more');
  expect(() => classesOf(['cat', 'dog'])).toThrow('classes: none with two images or more; give at least two');
});

test('the class of a file is its own folder', () => {
  expect(folderOf('DigitDataset/train/3/image1.png')).toBe('3');
  expect(folderOf('image1.png')).toBe('');
});
