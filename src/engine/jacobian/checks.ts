// Checks of what a caller hands over, made once at the door, before anything is allocated.
import type { Site } from '../layers/layer.ts';
import { volume } from '../layers/window.ts';
import { readFloats } from '../gpu/readback.ts';
import { bytesInWords } from './inWords.ts';
import type { BlockInfo } from '../protocol.ts';
import type { Images, Network, Parameter } from '../model/network.ts';
import { numbersOf, parametersOf } from './parameters.ts';

export function checkLength(noun: string, values: ArrayLike<number>, expected: number): void {
  if (values.length !== expected) throw new Error(`${noun}: ${values.length} numbers where ${expected} are needed`);
}

/** @throws unless it is a number of bytes, and no less than `least`. */
export function checkBudget(budget: number, least: number): void {
  if (!(budget > 0)) throw new Error(`budget: ${budget} is not a number of bytes; give a positive one`);
  if (budget < least) throw new Error(`budget: ${bytesInWords(budget)} where one row and the forward pass that it needs take ${bytesInWords(least)}; give more, or ask for fewer images or parameters`);
}

/** @throws unless rows first … first + count − 1 are among those of a matrix of `rows`. */
export function checkRows(first: number, count: number, rows: number): void {
  const whole = Number.isInteger(first) && Number.isInteger(count);
  if (!whole || first < 0 || count < 1 || first + count > rows)
    throw new Error(`rows: ${first} to ${first + count - 1} are not among the ${rows} rows; choose from 0 to ${rows - 1}`);
}

/** @throws unless both have the same columns, stored the same way. */
export function checkAlike(a: { readonly blocks: readonly BlockInfo[] }, b: { readonly blocks: readonly BlockInfo[] }): void {
  const words = ({ blocks }: { readonly blocks: readonly BlockInfo[] }) => blocks.map(({ parameter, structure, size }) => `${parameter} (${structure}, ${size})`).join(', ');
  if (words(a) !== words(b)) throw new Error(`J Jᵀ: ${words(a)} against ${words(b)}; compute both with respect to the same parameters and by the same method`);
}

/** @throws when the images' shape does not fit the network or their own data, or when one of their numbers is not finite. */
export function checkImages(network: Network, images: Images): void {
  const [N, H, W, C] = images.shape;
  const wanted = network.inputShape;
  if (images.shape.length !== 4 || ![N, H, W, C].every((extent) => Number.isSafeInteger(extent) && extent > 0))
    throw new Error(`images: shape [${images.shape.join(', ')}] is not [N, H, W, C]; give four positive whole numbers`);
  if (H !== wanted[0] || W !== wanted[1] || C !== wanted[2])
    throw new Error(`images: ${H}×${W}×${C} where the network takes ${wanted.join('×')}; resize them first`);
  checkLength('images', images.data, N * H * W * C);
  const at = firstNotFinite(images.data);
  if (at < 0) return;
  const [n, y, x, c] = subscripts(at, images.shape);
  throw new Error(`image ${n}: ${images.data[at]} at row ${y}, column ${x}, channel ${c}; give finite numbers`);
}

/**
 * @throws when a parameter that the layers up to `of` use has not as many numbers as its shape says, or one that is not finite.
 * The numbers themselves are not looked at where they are on a device: `blameParameters` does, once outputs are not finite.
 */
export function checkParameters(sites: readonly Site[]): void {
  for (const parameter of sites.flatMap(({ layer }) => parametersOf(layer))) {
    const { name, shape, values } = parameter;
    const wanted = numbersOf(parameter);
    if (!shape.every((extent) => Number.isSafeInteger(extent) && extent > 0) || !Number.isSafeInteger(wanted))
      throw new Error(`weights ${name}: shape [${shape.join(', ')}] is empty or too large; give positive whole numbers`);
    if (ArrayBuffer.isView(values)) {
      checkLength(`weights ${name}`, values, wanted);
      refuseNotFinite(parameter, values);
    } else if (values.buffer.size < 4 * wanted) throw new Error(`weights ${name}: a buffer of ${values.buffer.size} bytes where ${4 * wanted} are needed; upload all of them`);
  }
}

function refuseNotFinite({ name, shape }: Parameter, values: Float32Array | Float64Array): void {
  const at = firstNotFinite(values);
  if (at >= 0) throw new Error(`weights ${name}: ${values[at]} at [${subscripts(at, shape).join(', ')}]; load or train them again`);
}

/**
 * After outputs have turned out not to be finite: reads back what these layers hold on the device, where it can be read.
 * @throws when a number among it is what is not finite.
 */
export async function blameParameters(sites: readonly Site[], device: GPUDevice): Promise<void> {
  for (const parameter of sites.flatMap(({ layer }) => parametersOf(layer))) {
    const { values } = parameter;
    if (ArrayBuffer.isView(values) || (values.buffer.usage & COPY_SRC) === 0) continue;
    refuseNotFinite(parameter, await readFloats(device, values.buffer, 0, numbersOf(parameter)));
  }
}

const COPY_SRC = 0x4;

/** @throws when the layers' outputs for all images are more than can be counted. Rows have 32-bit numbers on a device. */
export function checkSizes(sites: readonly Site[]): void {
  for (const { layer, output, images } of sites)
    if (!(volume(output) * images < 2 ** 32)) throw new Error(`output of ${layer.name}: ${images}×${output.join('×')} numbers are too many; use fewer images at a time`);
}

/** By exponents of all ones, which stand in the upper word of a number: one loop for both kinds, or V8 makes a slow one for either. */
function firstNotFinite(values: Float32Array | Float64Array): number {
  const [step, ones] = values instanceof Float32Array ? [1, 0x7f800000] : [2, 0x7ff00000];
  const words = new Uint32Array(values.buffer, values.byteOffset, step * values.length);
  for (let at = step - 1; at < words.length; at += step) if ((words[at] & ones) === ones) return Math.floor(at / step);
  return -1;
}

/** Place of entry `index` in a row-major array of `shape`. */
export function subscripts(index: number, shape: readonly number[]): number[] {
  const places: number[] = [];
  for (const extent of shape.toReversed()) {
    places.unshift(index % extent);
    index = Math.floor(index / extent);
  }
  return places;
}

/** What a layer of which an output is not finite gets to hear. */
export function notFinite(layer: string): Error {
  return new Error(`outputs of ${layer}: not finite; its weights or its input are too large for float32, or not numbers`);
}
