// A max pool in training: forward with the winner of each window, and back to the winners.
import convolutionHead from '../../gpu/kernels/convolution.wgsl?raw';
import poolForward from '../../gpu/kernels/pool_forward.wgsl?raw';
import maxPoolPull from '../../gpu/kernels/train_max_pool_pull.wgsl?raw';
import { joinedText, merged } from '../../gpu/shader.ts';
import type { Workbench, Shaped } from './workbench.ts';
import { type Geometry, geometryConstants } from './geometry.ts';

const volume = (extents: readonly number[]) => extents.reduce((product, extent) => product * extent, 1);

export class MaxPool {
  constructor(private readonly geometry: Geometry) {}

  forward<T extends Shaped>(bench: Workbench<T>, images: number, x: T): { y: T; winners: T } {
    const perImage = volume(this.geometry.output);
    const shape = [images, ...this.geometry.output];
    const [y, winners] = [bench.make(shape), bench.make(shape)];
    const constants = merged(geometryConstants(this.geometry), { MAX: 1 });
    bench.run({ source: joinedText(convolutionHead, poolForward), constants, threads: (_first, count) => count * perImage }, [x, y, winners]);
    return { y, winners };
  }

  pull<T extends Shaped>(bench: Workbench<T>, x: Shaped, winners: T, cotangent: T): T {
    const { kernel, strides, input: [H, , C] } = this.geometry;
    const constants = merged(geometryConstants(this.geometry), { REACH_Y: Math.ceil(kernel[0] / strides[0]), REACH_X: Math.ceil(kernel[1] / strides[1]) });
    const pulled = bench.make(x.shape);
    bench.run({ source: joinedText(convolutionHead, maxPoolPull), constants, threads: (_first, count) => count * H * C }, [cotangent, winners, pulled]);
    return pulled;
  }
}
