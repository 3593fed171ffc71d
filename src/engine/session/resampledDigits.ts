// The digits in the size of a loaded model's input. Knows no network but its input's shape.
import type { Digits } from '../data/loadDigits.ts';
import { resample } from '../data/resample.ts';
import { EngineFault } from '../engineError.ts';
import type { Images } from '../index.ts';
import type { PixelScale, Split } from '../protocol.ts';
import type { ImageChunk, RunData } from '../train/runData.ts';
import { aboutOf, countOf, digitBatch, type Input, type Picture, pixelsOf } from './input.ts';
import { type InputShape, pictured, pictureSize, scaled } from './inputPicture.ts';
import type { ShownDigits } from './showing.ts';

/** Every digit, resampled, the same in each channel. */
export class ResampledDigits implements Input, ShownDigits {
  /** `data` says which digits are for validation. Asking for one throws when a digit cannot become such an input. */
  constructor(
    private readonly data: RunData,
    private readonly shape: InputShape,
    private readonly scale: PixelScale,
  ) {}

  get #size(): InputShape {
    const size = pictureSize(this.shape);
    if (!size) throw new EngineFault('input', `input: a digit cannot become a vector of ${this.shape[2]} numbers; hand over an .npy file of your own`);
    return size;
  }

  get digits(): Digits {
    return this.data.digits;
  }

  get validation(): Int32Array {
    return this.data.validation;
  }

  get count(): number {
    return countOf(this.data.digits);
  }

  splitOf(index: number): Split {
    return this.data.splitOf(index);
  }

  images(indices: readonly number[]): Images {
    return this.chunk(Int32Array.from(indices));
  }

  chunk(indices: Int32Array): ImageChunk {
    const [H, W, C] = this.shape;
    const data = new Float32Array(indices.length * H * W * C);
    indices.forEach((index, n) => data.set(scaled(this.#pixels(index), this.scale), n * H * W * C));
    return { data, shape: [indices.length, H, W, C], labels: Uint8Array.from(indices, (index) => this.digits.labels[index]) };
  }

  picture(index: number): Picture {
    const pixels = this.#pixels(index);
    return { index, ...aboutOf(this.data, index), ...pictured(this.#size, Uint8Array.from(pixels, Math.round), scaled(pixels, this.scale)) };
  }

  batch(index: number, count: number) {
    return digitBatch(this.data, index, count);
  }

  /** 0 to 255. */
  #pixels(index: number): Float32Array {
    const { height, width } = this.digits;
    const [H, W, C] = this.#size;
    const one = resample(pixelsOf(this.digits, index), [height, width, 1], [H, W]);
    return Float32Array.from({ length: H * W * C }, (_, k) => one[Math.floor(k / C)]);
  }
}
