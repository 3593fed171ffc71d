// A 2-D convolution in training: a few kernels forward, and back to its input and its kernel.
import type { Workbench, Shaped } from './workbench.ts';
import { convolve } from '../../layers/convolve.ts';
import { type Epilogue, PLAIN } from '../../layers/epilogue.ts';
import { flip, kernelStripes, pullToKernel } from './convolutionKernels.ts';
import { type Geometry, pullGeometry } from './geometry.ts';
import type { EpilogueTensors, Linear } from './linear.ts';
import { sumOf } from './sumKernels.ts';
import type { Tiles } from '../../gpu/tiles.ts';

export class Convolution implements Linear {
  readonly plane: number;
  readonly channels: number;

  constructor(
    private readonly geometry: Geometry,
    private readonly tiles: Tiles,
    readonly images: number,
  ) {
    this.plane = geometry.output[0] * geometry.output[1];
    this.channels = geometry.output[2];
  }

  outputShape(images: number): readonly number[] {
    return [images, ...this.geometry.output];
  }

  forward<T extends Shaped>(bench: Workbench<T>, images: number, x: T, kernel: T, end: Epilogue, { scale, shift }: EpilogueTensors<T>): T {
    const y = bench.make(this.outputShape(images));
    bench.run(convolve(this.geometry, this.tiles, end, { images: this.images }), [x, kernel, scale ?? kernel, shift ?? kernel, y]);
    return y;
  }

  pullToInput<T extends Shaped>(bench: Workbench<T>, x: Shaped, kernel: T, cotangent: T): T {
    const flipped = bench.make(kernel.shape);
    bench.run(flip(this.geometry), [kernel, flipped]);
    const pulled = bench.make(x.shape);
    bench.run(convolve(pullGeometry(this.geometry), this.tiles, PLAIN, { spread: this.geometry.strides, images: this.images }), [cotangent, flipped, flipped, flipped, pulled]);
    return pulled;
  }

  pullToKernel<T extends Shaped>(bench: Workbench<T>, x: T, kernel: Shaped, cotangent: T): T {
    const stripes = kernelStripes(this.geometry, this.tiles, this.images);
    const partial = bench.make([stripes, ...kernel.shape]);
    bench.run(pullToKernel(this.geometry, this.tiles, stripes), [x, cotangent, partial]);
    return sumOf(bench, partial, kernel.shape, stripes);
  }
}
