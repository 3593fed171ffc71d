// Images for a network from a file's bytes: NumPy's .npy or MNIST's IDX, gzipped or not. Pure; knows of the network only
// what size of image it takes.
import { gunzip } from './gunzip.ts';
import { parseIdx } from './idx.ts';
import { parseNpy } from './npy.ts';

export interface ReadImages {
  /** [N, H, W, C] row-major; float64 where the file is. */
  readonly data: Float32Array | Float64Array;
  readonly shape: readonly [number, number, number, number];
}

type InputShape = readonly [H: number, W: number, C: number];

const TYPES = ['<f4', '<f8', '|u1'];

/**
 * Numbers are taken as they are: pixels of uint8 stay 0 to 255. Arrays may be [N, H, W, C], one image alone, [N, H, W] for a
 * single channel, and [N, F] for a network that takes vectors. That all numbers are finite is checked when they are used.
 * @throws when the bytes are neither format, damaged, cut short, of another type, or no images of `inputShape`.
 */
export async function readImages(bytes: Uint8Array<ArrayBuffer>, inputShape: InputShape): Promise<ReadImages> {
  const { shape, data } = parsed(await gunzip(bytes));
  const [H, W, C] = inputShape;
  const N = countOf(shape, inputShape);
  if (N === null) throw new Error(`images: an array [${shape.join(', ')}] where the network takes [N, ${inputShape.join(', ')}]; resize or reshape them first`);
  if (N === 0) throw new Error(`images: there are none in an array [${shape.join(', ')}]; save at least one`);
  return { data: data instanceof Float64Array || data instanceof Float32Array ? data : Float32Array.from(data), shape: [N, H, W, C] };
}

function parsed(bytes: Uint8Array) {
  if (bytes[0] === 0x93) return parseNpy(bytes, TYPES);
  if (bytes[0] === 0 && bytes[1] === 0) return parseIdx(bytes);
  const first = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  throw new Error(`images: ${first === '' ? 'an empty file' : `a file that begins with ${first}`} is neither .npy nor IDX; save them with numpy.save`);
}

/** How many images an array of `shape` holds; null when they are of another size. */
function countOf(shape: readonly number[], [H, W, C]: InputShape): number | null {
  const forms = [[H, W, C], ...(C === 1 ? [[H, W]] : []), ...(H === 1 && W === 1 ? [[C]] : [])];
  const same = (form: readonly number[], found: readonly number[]) => form.length === found.length && form.every((extent, axis) => extent === found[axis]);
  if (forms.some((form) => form.length > 1 && same(form, shape))) return 1;
  return shape.length > 0 && forms.some((form) => same(form, shape.slice(1))) ? shape[0] : null;
}
