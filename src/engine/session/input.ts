// What a network is shown: images to choose from, as numbers and as pictures. Knows no network.
import { EngineFault } from '../engineError.ts';
import type { Images } from '../index.ts';
import type { Exploration } from '../protocol.ts';
import type { RunData } from '../train/runData.ts';

export type Picture = Exploration['digit'];

export interface Input {
  /** Images to choose from. */
  readonly count: number;
  /** [n, H, W, C] as the network sees them. */
  images(indices: readonly number[]): Images;
  picture(index: number): Picture;
  /** `index` and up to `count` − 1 that follow it, to take batch statistics over; in words what they are. */
  batch(index: number, count: number): { indices: number[]; what: string };
}

/** The digits of a run, less their mean. */
export class RunInput implements Input {
  constructor(private readonly data: RunData) {}

  get count(): number {
    return this.data.digits.count;
  }

  images(indices: readonly number[]): Images {
    return this.data.chunk(Int32Array.from(indices));
  }

  picture(index: number): Picture {
    const { digits, mean } = this.data;
    const { height, width, labels, images } = digits;
    const pixels = images.slice(index * height * width, (index + 1) * height * width);
    const input = this.images([index]).data as Float32Array;
    return { index, label: labels[index], split: this.data.splitOf(index), name: null, height, width, channels: 1, pixels, input, mean };
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
