// A dense layer of vectors in training, as products of matrices.
import type { Workbench, Shaped } from './workbench.ts';
import { type Epilogue, PLAIN } from '../../layers/epilogue.ts';
import type { EpilogueTensors, Linear } from './linear.ts';
import { planProduct, type Product } from './matmulKernels.ts';
import { sumKernel } from './sumKernels.ts';
import type { Tiles } from '../../gpu/tiles.ts';

export class Dense implements Linear {
  readonly plane = 1;

  constructor(
    private readonly inputs: number,
    readonly channels: number,
    private readonly tiles: Tiles,
    readonly images: number,
  ) {}

  outputShape(images: number): readonly number[] {
    return [images, this.channels];
  }

  /** x · kernel */
  forward<T extends Shaped>(bench: Workbench<T>, images: number, x: T, kernel: T, end: Epilogue, { scale, shift }: EpilogueTensors<T>): T {
    const { inputs, channels } = this;
    const product: Product = { rows: 'images', depth: inputs, columns: channels, a: { row: inputs, depth: 1 }, b: { depth: channels, column: 1 } };
    return this.#product(bench, product, [x, kernel], this.outputShape(images), end, [scale ?? x, shift ?? x]);
  }

  /** cotangent · kernelᵀ */
  pullToInput<T extends Shaped>(bench: Workbench<T>, x: Shaped, kernel: T, cotangent: T): T {
    const { inputs, channels } = this;
    const product: Product = { rows: 'images', depth: channels, columns: inputs, a: { row: channels, depth: 1 }, b: { depth: 1, column: channels } };
    return this.#product(bench, product, [cotangent, kernel], x.shape, PLAIN, [kernel, kernel]);
  }

  /** xᵀ · cotangent */
  pullToKernel<T extends Shaped>(bench: Workbench<T>, x: T, kernel: Shaped, cotangent: T): T {
    const { inputs, channels } = this;
    const product: Product = { rows: inputs, depth: 'images', columns: channels, a: { row: 1, depth: inputs }, b: { depth: channels, column: 1 } };
    return this.#product(bench, product, [x, cotangent], kernel.shape, PLAIN, [x, x]);
  }

  #product<T extends Shaped>(bench: Workbench<T>, product: Product, factors: readonly [T, T], shape: readonly number[], end: Epilogue, read: readonly [T, T]): T {
    const { kernel, stripes, turned } = planProduct(product, this.tiles, this.images);
    const partial = bench.make(stripes === 1 ? shape : [stripes, ...shape]);
    bench.run(kernel, [...(turned ? factors.toReversed() : factors), partial]);
    if (stripes === 1 && end === PLAIN) return partial;
    const result = bench.make(shape);
    const perImage = product.rows === 'images';
    const numbers = (perImage ? 1 : shape[0]) * shape[1];
    bench.run(sumKernel({ numbers, perImage, stripes, channels: this.channels, end }), [partial, ...read, result]);
    return result;
  }
}
