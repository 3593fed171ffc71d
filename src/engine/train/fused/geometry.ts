// Shapes of the convolutions that a training step needs, those of its pull-backs included. Pure.
import { alongAxis, type Geometry, geometryConstants } from '../../layers/convolution.ts';

export type { Geometry };

interface ConvolutionLike {
  readonly kernel: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly padding: 'valid' | 'same';
}

/** [H, W, C] in and out. */
export function geometryOf({ kernel, strides, dilation, padding }: ConvolutionLike, input: readonly [number, number, number], filters: number): Geometry {
  const [y, x] = ([0, 1] as const).map((a) => alongAxis(input[a], kernel[a], strides[a], dilation[a], padding));
  return { input, output: [y.out, x.out, filters], kernel, strides, dilation, before: [y.before, x.before] };
}

/** The convolution that pulls cotangents back: of the output, spread by the strides, to the input. */
export function pullGeometry(g: Geometry): Geometry {
  const before = (a: 0 | 1) => (g.kernel[a] - 1) * g.dilation[a] - g.before[a];
  return { input: g.output, output: g.input, kernel: g.kernel, strides: [1, 1], dilation: g.dilation, before: [before(0), before(1)] };
}

export { geometryConstants };
