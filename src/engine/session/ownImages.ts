// Images that the visitor brought, in exactly a model's size. Knows no file format.
import type { Images } from '../index.ts';
import type { Input, Picture } from './input.ts';
import { type InputShape, pictured, pictureSize } from './inputPicture.ts';

export class OwnImages implements Input {
  /** `data` [count, …shape]; `pixels` 0 to 255, of the same length. */
  constructor(
    readonly name: string,
    readonly count: number,
    private readonly shape: InputShape,
    private readonly data: Float32Array,
    private readonly pixels: Uint8Array,
  ) {}

  images(indices: readonly number[]): Images {
    const [H, W, C] = this.shape;
    const data = new Float32Array(indices.length * H * W * C);
    indices.forEach((index, n) => data.set(this.#of(this.data, index), n * H * W * C));
    return { data, shape: [indices.length, H, W, C] };
  }

  picture(index: number): Picture {
    const size = pictureSize(this.shape) ?? [1, this.shape[2], 1];
    return { index, label: null, split: null, name: this.name, ...pictured(size, this.#of(this.pixels, index), this.#of(this.data, index)) };
  }

  batch(index: number, count: number) {
    const indices = Array.from({ length: Math.min(count, this.count) }, (_, k) => (index + k) % this.count);
    return { indices, what: `images of ${this.name}` };
  }

  #of<T extends Float32Array | Uint8Array>(values: T, index: number): T {
    const size = values.length / this.count;
    return values.slice(index * size, (index + 1) * size) as T;
  }
}
