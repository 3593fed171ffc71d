// Kernels of a convolution in training: forward, back to its input, back to its kernel. Knows no tensors.
import convolutionHead from '../../gpu/kernels/convolution.wgsl?raw';
import trainConv from '../../gpu/kernels/train_conv.wgsl?raw';
import trainConvKernel from '../../gpu/kernels/train_conv_kernel.wgsl?raw';
import epilogue from '../../gpu/kernels/train_epilogue.wgsl?raw';
import flipKernel from '../../gpu/kernels/train_flip_kernel.wgsl?raw';
import { type Kernel, upTo } from './workbench.ts';
import { type Epilogue, epilogueConstants } from './epilogue.ts';
import { expand } from './expand.ts';
import { type Geometry, geometryConstants, leavesInput } from './geometry.ts';
import { channelTile, positionTile, type Tiles } from './tiles.ts';

/** `spread`: how far apart the inputs lie, zeros between them. */
export function convolve(g: Geometry, tiles: Tiles, end: Epilogue, spread: readonly [number, number] = [1, 1]): Kernel {
  const Q = channelTile(g.output[2], tiles.channels);
  const scope = scopeOf(g, positionTile(g.output[1], Math.floor(tiles.sums / Q)), Q);
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
    source: convolutionHead + expand(trainConvKernel, kernelScope(g, tiles)),
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
  const { R, TILE } = kernelScope(g, tiles);
  return Math.ceil(g.kernel[0] / R) * g.input[2] * Math.ceil(g.output[2] / TILE) * 4;
}

/** Positions of a line that the pull-back to the kernel takes at a time. */
const POSITIONS = 8;

/** Lines of the kernel and channels for a thread: as few loads for each product as its sums allow. */
function kernelScope(g: Geometry, tiles: Tiles) {
  const P = positionTile(g.output[1], POSITIONS);
  const [lines, taps, groups] = [g.kernel[0], g.kernel[1], Math.ceil(g.output[2] / 4)];
  const seen = columnsOf(g, P).length;
  let best = { R: 1, Q: 1, loads: Infinity };
  for (let R = 1; R <= lines; R++) {
    for (let Q = 1; Q <= tiles.channels && (R * Q === 1 || R * Q * taps <= tiles.sums); Q++) {
      // Made in vain: lines of the kernel past its last, and groups past the last channel.
      const useful = (lines / (Math.ceil(lines / R) * R)) * (groups / (Math.ceil(groups / Q) * Q));
      const loads = (R * seen + P * Q) / (R * Q * taps * P * useful);
      if (loads < best.loads) best = { R, Q, loads };
    }
  }
  return { ...scopeOf(g, P, best.Q), R: best.R, r: upTo(best.R) };
}

/** What train_conv.wgsl is expanded by, for P positions and Q groups of channels. */
function scopeOf(g: Geometry, P: number, Q: number) {
  return { P, TILE: 4 * Q, STRIDE: g.strides[1], DILATION: g.dilation[1], p: upTo(P), k: upTo(g.kernel[1]), q: upTo(Q), j: columnsOf(g, P) };
}

/** Columns that the taps of P neighbouring positions see, counted from the first. */
function columnsOf({ strides, dilation, kernel }: Geometry, P: number): number[] {
  const seen = new Set(upTo(P).flatMap((position) => upTo(kernel[1]).map((tap) => position * strides[1] + tap * dilation[1])));
  return Array.from(seen).sort((a, b) => a - b);
}
