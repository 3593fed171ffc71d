// Pictures in another size: bilinear, each axis by itself; where a picture shrinks, over all pixels that a new one covers. Pure.

/** Which old pixels a new one is made of, and in what proportions. */
interface Mix {
  readonly first: number;
  readonly weights: readonly number[];
}

/**
 * `pixels` [height, width, channels] row-major in another height and width. Centres of pixels lie at halves, as in
 * TensorFlow's resize with antialias.
 */
export function resample(pixels: ArrayLike<number>, [height, width, channels]: readonly [number, number, number], [newHeight, newWidth]: readonly [number, number]): Float32Array {
  const wide = alongAxis(pixels, { before: height, length: width, after: channels }, newWidth);
  return alongAxis(wide, { before: 1, length: height, after: newWidth * channels }, newHeight);
}

interface Axis {
  readonly before: number;
  readonly length: number;
  readonly after: number;
}

function alongAxis(values: ArrayLike<number>, { before, length, after }: Axis, newLength: number): Float32Array {
  const mixes = Array.from({ length: newLength }, (_, at) => mixAt(at, length, newLength));
  const result = new Float32Array(before * newLength * after);
  for (let b = 0; b < before; b++)
    mixes.forEach(({ first, weights }, at) => {
      for (let a = 0; a < after; a++) {
        const sum = weights.reduce((total, weight, k) => total + weight * values[(b * length + first + k) * after + a], 0);
        result[(b * newLength + at) * after + a] = sum;
      }
    });
  return result;
}

function mixAt(at: number, length: number, newLength: number): Mix {
  const scale = length / newLength;
  const reach = Math.max(1, scale);
  const centre = (at + 0.5) * scale - 0.5;
  const first = Math.max(0, Math.ceil(centre - reach));
  const last = Math.min(length - 1, Math.floor(centre + reach));
  const weights = Array.from({ length: last - first + 1 }, (_, k) => Math.max(0, 1 - Math.abs(first + k - centre) / reach));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { first, weights: weights.map((weight) => weight / total) };
}
