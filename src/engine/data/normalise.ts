// From stored pixels to what the network sees: scaled, less the mean training image. Knows no tensors.
import type { PixelScale } from '../protocol.ts';

const DIVISOR: Record<PixelScale, number> = { '0-255': 1, '0-1': 255 };

/** The mean of the chosen images, `pixels` numbers in the given scale, summed in float64. */
export function meanImage(images: Uint8Array, indices: Int32Array, pixels: number, scale: PixelScale): Float32Array {
  if (indices.length === 0) throw new Error('images to average: 0; choose at least one');
  const sum = new Float64Array(pixels);
  for (const index of indices) {
    const start = startOf(index, pixels, images);
    for (let p = 0; p < pixels; p++) sum[p] += images[start + p];
  }
  return Float32Array.from(sum, (total) => total / (indices.length * DIVISOR[scale]));
}

/** The chosen images as the network sees them, [n, H·W]: pixel · scale − mean; `mean` is in the same scale. */
export function normalise(images: Uint8Array, indices: Int32Array, mean: Float32Array, scale: PixelScale): Float32Array {
  const pixels = mean.length;
  const divisor = DIVISOR[scale];
  const result = new Float32Array(indices.length * pixels);
  indices.forEach((index, n) => {
    const from = startOf(index, pixels, images);
    const to = n * pixels;
    for (let p = 0; p < pixels; p++) result[to + p] = images[from + p] / divisor - mean[p];
  });
  return result;
}

/** The labels of the chosen images, [n, classes], 1 at the class and 0 elsewhere. */
export function oneHot(labels: Uint8Array, indices: Int32Array, classes: number): Float32Array {
  const result = new Float32Array(indices.length * classes);
  indices.forEach((index, n) => {
    const label = labels[index];
    if (!(label < classes)) throw new Error(`label: ${label} at image ${index}; with ${classes} classes labels go from 0 to ${classes - 1}`);
    result[n * classes + label] = 1;
  });
  return result;
}

function startOf(index: number, pixels: number, images: Uint8Array): number {
  const start = index * pixels;
  if (!(index >= 0 && start + pixels <= images.length)) {
    throw new Error(`image: ${index}; there are ${images.length / pixels}, numbered from 0`);
  }
  return start;
}
