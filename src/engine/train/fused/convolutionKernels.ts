// Kernels of a convolution in training beside the forward one: back to its kernel. Knows no tensors.
import convolutionHead from '../../gpu/kernels/convolution.wgsl?raw';
import trainConvKernel from '../../gpu/kernels/train_conv_kernel.wgsl?raw';
import flipKernel from '../../gpu/kernels/train_flip_kernel.wgsl?raw';
import { joinedText, merged } from '../../gpu/shader.ts';
import { expand } from '../../gpu/expand.ts';
import { positionTile, type Tiles, upTo } from '../../gpu/tiles.ts';
import { columnsOf, convolutionScope, leavesInput } from '../../layers/convolve.ts';
import type { Kernel } from './workbench.ts';
import { type Geometry, geometryConstants } from './geometry.ts';

/** Back to the kernel, in `stripes` parts. */
export function pullToKernel(g: Geometry, tiles: Tiles, stripes: number): Kernel {
  const threads = stripes * threadsAStripe(g, tiles);
  const { head, scope } = kernelScope(g, tiles);
  return {
    source: joinedText(head, convolutionHead, expand(trainConvKernel, scope)),
    constants: merged(geometryConstants(g), { STRIPES: stripes, CHECKED: leavesInput(g, [1, 1]) ? 1 : 0 }),
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
  return { source: joinedText(convolutionHead, flipKernel), constants: geometryConstants(g), threads: () => numbers };
}

function threadsAStripe(g: Geometry, tiles: Tiles): number {
  const { R, TILE } = kernelScope(g, tiles).scope;
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
  const { head, scope } = convolutionScope(g, P, best.Q, tiles);
  return { head, scope: { ...scope, R: best.R, r: upTo(best.R) } };
}
