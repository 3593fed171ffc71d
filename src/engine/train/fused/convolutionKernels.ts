// Kernels of a convolution in training: forward, back to its input, back to its kernel. Knows no tensors.
import convolutionHead from '../../gpu/kernels/convolution.wgsl?raw';
import trainConv from '../../gpu/kernels/train_conv.wgsl?raw';
import trainConvKernel from '../../gpu/kernels/train_conv_kernel.wgsl?raw';
import epilogue from '../../gpu/kernels/train_epilogue.wgsl?raw';
import flipKernel from '../../gpu/kernels/train_flip_kernel.wgsl?raw';
import { type Kernel, upTo } from './bench.ts';
import { type Epilogue, epilogueConstants } from './epilogue.ts';
import { expand } from './expand.ts';
import { type Geometry, geometryConstants, leavesInput } from './geometry.ts';
import { channelTile, positionTile, type Tiles } from './tiles.ts';

/** `spread`: how far apart the inputs lie, zeros between them. */
export function convolve(g: Geometry, tiles: Tiles, end: Epilogue, spread: readonly [number, number] = [1, 1]): Kernel {
  const scope = scopeOf(g, tiles);
  const perImage = g.output[0] * Math.ceil(g.output[1] / scope.P) * Math.ceil(g.output[2] / scope.TILE) * 4;
  return {
    source: convolutionHead + epilogue + expand(trainConv, scope),
    constants: { ...geometryConstants(g), ...epilogueConstants(end), SPREAD_Y: spread[0], SPREAD_X: spread[1], CHECKED: leavesInput(g, spread) ? 1 : 0 },
    threads: (_first, count) => count * perImage,
  };
}

/** Back to the kernel, in `stripes` parts. */
export function pullToKernel(g: Geometry, tiles: Tiles, stripes: number): Kernel {
  const threads = stripes * threadsAStripe(g, tiles);
  return {
    source: convolutionHead + expand(trainConvKernel, scopeOf(g, tiles)),
    constants: { ...geometryConstants(g), STRIPES: stripes, CHECKED: leavesInput(g, [1, 1]) ? 1 : 0 },
    threads: () => threads,
  };
}

/** Lines that are added up one after another at most: each is a sum already. */
const LINES = 64;

/** Parts for the pull-back to the kernel of so many images. */
export function kernelStripes(g: Geometry, tiles: Tiles, images: number): number {
  const lines = images * g.output[0];
  return Math.min(lines, Math.max(Math.ceil(lines / LINES), Math.ceil(tiles.threads / threadsAStripe(g, tiles))));
}

export function flip(g: Geometry): Kernel {
  const numbers = g.kernel[0] * g.kernel[1] * g.input[2] * g.output[2];
  return { source: convolutionHead + flipKernel, constants: geometryConstants(g), threads: () => numbers };
}

function threadsAStripe(g: Geometry, tiles: Tiles): number {
  return g.kernel[0] * g.input[2] * Math.ceil(g.output[2] / scopeOf(g, tiles).TILE) * 4;
}

/** What train_conv.wgsl and train_conv_kernel.wgsl are expanded by. */
function scopeOf(g: Geometry, tiles: Tiles) {
  const P = positionTile(g.output[1], tiles.positions);
  const Q = channelTile(g.output[2], tiles.channels);
  const [STRIDE, DILATION] = [g.strides[1], g.dilation[1]];
  const [p, k] = [upTo(P), upTo(g.kernel[1])];
  const seen = new Set(p.flatMap((position) => k.map((tap) => position * STRIDE + tap * DILATION)));
  return { P, TILE: 4 * Q, STRIDE, DILATION, p, k, q: upTo(Q), j: Array.from(seen).sort((a, b) => a - b) };
}
