import { expect, test } from 'vitest';
import { centreDrawing } from './centreDrawing.ts';

/** A white box in a black square of 112. */
function box(top: number, left: number, height: number, width: number): Float32Array {
  return Float32Array.from({ length: 112 * 112 }, (_, k) => {
    const [i, j] = [Math.floor(k / 112) - top, (k % 112) - left];
    return i >= 0 && i < height && j >= 0 && j < width ? 255 : 0;
  });
}

/** First and last row and column that are not black. */
function extentOf(pixels: Uint8Array, width: number): number[] {
  const lit = [...pixels.keys()].filter((k) => pixels[k] > 0);
  const [rows, columns] = [lit.map((k) => Math.floor(k / width)), lit.map((k) => k % width)];
  return [Math.min(...rows), Math.max(...rows), Math.min(...columns), Math.max(...columns)];
}

test('wherever and however large it was drawn, the ink fills 20 of 28 pixels in the middle', () => {
  for (const [top, left, scale] of [[0, 0, 1], [10, 60, 1], [30, 20, 2]]) expect(extentOf(centreDrawing(box(top, left, 40 * scale, 20 * scale), 112, 112, [28, 28]), 28)).toEqual([4, 23, 9, 18]);
});

test('in other sizes too', () => {
  expect(extentOf(centreDrawing(box(5, 5, 60, 60), 112, 112, [14, 20]), 20)).toEqual([2, 11, 5, 14]);
});

test('the centre of mass counts, not the middle of the box', () => {
  const heavyTop = box(20, 20, 60, 60).map((value, k) => (Math.floor(k / 112) < 40 ? value : value / 8));
  const [top, bottom] = extentOf(centreDrawing(heavyTop, 112, 112, [28, 28]), 28);
  expect(top).toBeGreaterThan(4);
  expect(bottom - top).toBe(19);
});

test('a drawing without ink stays black', () => {
  expect([...centreDrawing(new Float32Array(112 * 112).fill(3), 112, 112, [28, 28])].every((value) => value === 0)).toBe(true);
});
