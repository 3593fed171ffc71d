// A drawing as MNIST has its digits: the ink as large as it gets in a smaller square, its centre of mass in the middle. Pure.
import { resample } from './resample.ts';

/** MNIST's digits fill 20 of 28 pixels. */
const FILLED = 20 / 28;

interface Box {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** `grey` [height, width], light ink on black; the result [size[0], size[1]], 0 to 255. A drawing without ink stays black. */
export function centreDrawing(grey: Float32Array, height: number, width: number, size: readonly [number, number]): Uint8Array {
  const result = new Uint8Array(size[0] * size[1]);
  const box = inkOf(grey, height, width);
  if (!box) return result;
  const factor = (FILLED * Math.min(...size)) / Math.max(box.height, box.width);
  const [h, w] = [box.height, box.width].map((side) => Math.max(1, Math.round(side * factor)));
  const ink = Float32Array.from({ length: box.height * box.width }, (_, k) => grey[(box.top + Math.floor(k / box.width)) * width + box.left + (k % box.width)]);
  const small = resample(ink, [box.height, box.width, 1], [h, w]);
  const [y, x] = centreOf(small, h, w);
  const [top, left] = [placed(size[0], h, y), placed(size[1], w, x)];
  small.forEach((value, k) => (result[(top + Math.floor(k / w)) * size[1] + left + (k % w)] = Math.round(value)));
  return result;
}

/** Where `length` pixels begin so that `centre` of them is in the middle of `size`, as far as none is lost over an edge. */
function placed(size: number, length: number, centre: number): number {
  return Math.max(0, Math.min(size - length, Math.round((size - 1) / 2 - centre)));
}

/** Around all that is not nearly black; null without any. */
function inkOf(grey: Float32Array, height: number, width: number): Box | null {
  let [top, left, bottom, right] = [height, width, -1, -1];
  grey.forEach((value, k) => {
    if (value < 16) return;
    const [i, j] = [Math.floor(k / width), k % width];
    [top, left, bottom, right] = [Math.min(top, i), Math.min(left, j), Math.max(bottom, i), Math.max(right, j)];
  });
  return bottom < 0 ? null : { top, left, height: bottom - top + 1, width: right - left + 1 };
}

/** Row and column of the centre of mass. */
function centreOf(values: Float32Array, height: number, width: number): [number, number] {
  let [mass, y, x] = [0, 0, 0];
  values.forEach((value, k) => {
    mass += value;
    y += value * Math.floor(k / width);
    x += value * (k % width);
  });
  return mass > 0 ? [y / mass, x / mass] : [(height - 1) / 2, (width - 1) / 2];
}
