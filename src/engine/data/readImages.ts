// Images for a network from a file's bytes: NumPy's .npy or MNIST's IDX, gzipped or not. Pure.
import { gunzip } from './gunzip.ts';
import { parseIdx } from './idx.ts';
import { parseNpy } from './npy.ts';

export interface ReadImages {
  readonly data: Float32Array;
  readonly shape: readonly [number, number, number, number];
}

/** Numbers are taken as they are: uint8 pixels stay 0 … 255. [N, H, W] is N images of one channel. */
function asImages(shape: readonly number[], data: ArrayLike<number>): ReadImages {
  const [N, H, W, C] = shape.length === 3 ? [...shape, 1] : shape;
  if ((shape.length !== 3 && shape.length !== 4) || ![N, H, W, C].every((extent) => extent > 0))
    throw new Error(`images: shape [${shape.join(', ')}] is not [N, H, W, C] with at least one image; save them so`);
  return { data: Float32Array.from(data), shape: [N, H, W, C] };
}

/** @throws when the bytes are neither, or damaged. */
export async function readImages(bytes: Uint8Array<ArrayBuffer>): Promise<ReadImages> {
  const plain = await gunzip(bytes);
  if (plain[0] === 0x93) {
    const { shape, data } = parseNpy(plain);
    return asImages(shape, data);
  }
  const { shape, data } = parseIdx(plain, 3);
  return asImages(shape, data);
}
