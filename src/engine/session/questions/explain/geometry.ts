// Which number of a kernel lies between an output cell and an input cell, and which window it covers. Pure.
import { alongAxis } from '../../../layers/convolution.ts';
import type { Site } from '../../../layers/layer.ts';
import type { Shape3 } from '../../../layers/window.ts';
import type { Conv2dLayer, DenseLayer, DepthwiseConv2dLayer, PoolLayer } from '../../../model/network.ts';
import type { CellPlace } from '../../../protocol.ts';

export type KernelLayer = Conv2dLayer | DepthwiseConv2dLayer | DenseLayer;

/** Size, stride, spacing and zeros before the first of a kernel or a pool along both axes. */
function axesOf({ layer, input }: Site<KernelLayer | PoolLayer>) {
  const { size, strides, dilation, padding } = stepsOf(layer, input);
  return [0, 1].map((a) => ({ size: size[a], stride: strides[a], dilation: dilation[a], before: alongAxis(input[a], size[a], strides[a], dilation[a], padding).before }));
}

function stepsOf(layer: KernelLayer | PoolLayer, [H, W]: Shape3) {
  if (layer.kind === 'dense') return { size: [1, 1], strides: [1, 1], dilation: [1, 1], padding: 'valid' as const };
  if (!('kernel' in layer)) return { size: layer.size ?? [H, W], strides: layer.strides, dilation: [1, 1], padding: layer.padding };
  return { size: layer.kernel.shape, strides: layer.strides, dilation: layer.dilation, padding: layer.padding };
}

/** Rows and columns of the input under output cell (i, j); may stick out of it. */
export function windowUnder(site: Site<KernelLayer | PoolLayer>, { i, j }: Pick<CellPlace, 'i' | 'j'>) {
  const [y, x] = axesOf(site);
  const reach = ({ size, dilation }: typeof y) => (size - 1) * dilation + 1;
  return { top: i * y.stride - y.before, left: j * x.stride - x.before, height: reach(y), width: reach(x) };
}

/** The input cell under tap (a, b) of output cell (i, j). */
export function underTap(site: Site<KernelLayer>, { i, j }: Pick<CellPlace, 'i' | 'j'>, a: number, b: number): { y: number; x: number } {
  const [y, x] = axesOf(site);
  return { y: i * y.stride - y.before + a * y.dilation, x: j * x.stride - x.before + b * x.dilation };
}

/** Position in the kernel of the number between output cell `out` and input cell `into`. */
export function weightBetween(site: Site<KernelLayer>, out: CellPlace, into: CellPlace): number[] {
  const { layer } = site;
  if (layer.kind === 'dense') return [into.c, out.c];
  const [y, x] = axesOf(site);
  const [a, b] = [(into.i - (out.i * y.stride - y.before)) / y.dilation, (into.j - (out.j * x.stride - x.before)) / x.dilation];
  return layer.kind === 'conv2d' ? [a, b, into.c, out.c] : [a, b, into.c, out.c % layer.kernel.shape[3]];
}
