// Images from an .npy file in exactly a model's size. Knows no network but its input's shape.
import { parseNpy } from '../data/npy.ts';
import { EngineFault } from '../engineError.ts';
import type { NamedFile } from '../protocol.ts';
import type { InputShape } from './inputPicture.ts';
import { OwnImages } from './ownImages.ts';

/** @throws EngineFault when the file is no .npy, of another shape, without an image, or holds a number that is not finite. */
export function readOwnImages({ name, bytes }: NamedFile, shape: InputShape): OwnImages {
  const { shape: found, data } = parsed(name, bytes);
  const count = countOf(found, shape);
  if (count === null) throw new EngineFault('input', `${name}: an array of ${found.join(' × ') || 'no size'} is not what the model takes; save one of N × ${shapesOf(shape)[0].join(' × ')}`);
  if (count === 0) throw new EngineFault('input', `${name}: no image is in it; save at least one`);
  const values = Float32Array.from(data);
  const odd = values.findIndex((value) => !Number.isFinite(value));
  const size = values.length / count;
  if (odd >= 0) throw new EngineFault('input', `${name}: ${data[odd]} in image ${Math.floor(odd / size)} at number ${odd % size}; save finite numbers`);
  return new OwnImages(name, count, shape, values, pixelsOf(values));
}

function parsed(name: string, bytes: Uint8Array) {
  try {
    return parseNpy(bytes);
  } catch (error) {
    throw new EngineFault('input', `${name}: ${(error as Error).message}`);
  }
}

/** How one image may be written: [H, W, C], a single channel without its axis, a vector without its map. */
function shapesOf([H, W, C]: InputShape): number[][] {
  if (H * W === 1) return [[C], [1, 1, C]];
  return C === 1 ? [[H, W, C], [H, W]] : [[H, W, C]];
}

/** Images in an array of shape `found`; null when it is of another size. */
function countOf(found: readonly number[], shape: InputShape): number | null {
  const same = (a: readonly number[], b: readonly number[]) => a.length === b.length && a.every((extent, axis) => extent === b[axis]);
  for (const one of shapesOf(shape)) {
    if (same(found, one)) return 1;
    if (found.length > 0 && same(found.slice(1), one)) return found[0];
  }
  return null;
}

/** From the least number to the largest, to be shown. */
function pixelsOf(values: Float32Array): Uint8Array {
  const [least, largest] = values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
  return Uint8Array.from(values, (value) => (largest > least ? Math.round((255 * (value - least)) / (largest - least)) : 128));
}
