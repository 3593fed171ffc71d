// What a network is shown: images to choose from, as numbers and as pictures. Knows no network.
import { EngineFault } from '../engineError.ts';
import type { Images } from '../index.ts';
import type { Digits } from '../data/loadDigits.ts';
import { normalise } from '../data/normalise.ts';
import type { Exploration } from '../protocol.ts';
import type { RunData } from '../train/runData.ts';

export type Picture = Exploration['digit'];

const FIRST = Int32Array.of(0);

export interface Input {
  /** Images to choose from. */
  readonly count: number;
  /** [n, H, W, C] as the network sees them. */
  images(indices: readonly number[]): Images;
  picture(index: number): Picture;
  /** `index` and up to `count` − 1 that follow it, to take batch statistics over; in words what they are. */
  batch(index: number, count: number): { indices: number[]; what: string };
}

/** How many there are to look at: the digits, and images beside them. */
export function countOf({ count, beside = [] }: Digits): number {
  return count + beside.length;
}

/** Pixels of a digit or of an image beside the digits, [height, width], 0 to 255. */
export function pixelsOf({ count, height, width, images, beside = [] }: Digits, index: number): Uint8Array {
  return index < count ? images.slice(index * height * width, (index + 1) * height * width) : beside[index - count].pixels;
}

/** What is known of it. An image beside the digits has a name, no class, and is in no split. */
export function aboutOf(data: Pick<RunData, 'digits' | 'splitOf'>, index: number): Pick<Picture, 'label' | 'split' | 'name'> {
  const { count, labels, beside = [] } = data.digits;
  return index < count ? { label: labels[index], split: data.splitOf(index), name: null } : { label: null, split: null, name: beside[index - count].name };
}

/** The digits of a run and the images beside them, less the run's mean. */
export class RunInput implements Input {
  constructor(private readonly data: RunData) {}

  get count(): number {
    return countOf(this.data.digits);
  }

  images(indices: readonly number[]): Images {
    const { digits, mean, settings } = this.data;
    const data = new Float32Array(indices.length * mean.length);
    indices.forEach((index, n) => data.set(normalise(pixelsOf(digits, index), FIRST, mean, settings.pixelScale), n * mean.length));
    return { data, shape: [indices.length, digits.height, digits.width, 1] };
  }

  picture(index: number): Picture {
    const { digits, mean } = this.data;
    const { height, width } = digits;
    const input = this.images([index]).data as Float32Array;
    return { index, ...aboutOf(this.data, index), height, width, channels: 1, pixels: pixelsOf(digits, index), input, mean };
  }

  batch(index: number, count: number) {
    return digitBatch(this.data, index, count);
  }
}

/** The chosen digit and those of the validation images that follow it, from the first on again after the last. */
export function digitBatch({ validation }: Pick<RunData, 'validation'>, index: number, count: number): { indices: number[]; what: string } {
  const start = validation.findIndex((each) => each > index);
  const others = [...validation.subarray(Math.max(0, start)), ...validation.subarray(0, Math.max(0, start))].filter((each) => each !== index);
  return { indices: [index, ...others.slice(0, count - 1)], what: 'validation images' };
}

export function checkIndex(input: Input, index: number): void {
  const there = Number.isInteger(index) && index >= 0 && index < input.count;
  if (!there) throw new EngineFault('no-such-digit', `digit: ${index} is not in the data; choose from 0 to ${input.count - 1}`);
}
