// The one kernel that convolves: forward in every computation, and in training backwards too. Knows no tensors.
import convolutionHead from '../gpu/kernels/convolution.wgsl?raw';
import convForward from '../gpu/kernels/conv_forward.wgsl?raw';
import epilogue from '../gpu/kernels/epilogue.wgsl?raw';
import { joinedText, merged } from '../gpu/shader.ts';
import type { Dispatch } from '../gpu/compute.ts';
import { expand } from '../gpu/expand.ts';
import { channelTile, positionTile, readBy, type Tiles, upTo } from '../gpu/tiles.ts';
import { type Geometry, geometryConstants } from './convolution.ts';
import { type Epilogue, epilogueConstants } from './epilogue.ts';

export interface Convolving {
  /** How far apart the inputs lie, zeros between them. */
  readonly spread?: readonly [number, number];
  /** Sums of more terms than so many are added up in parts: error follows the longest chain of additions. */
  readonly long?: number;
  /** The layer that is told of where an output is not finite. */
  readonly layer?: number;
  /** Images that there will be: where they are few, a thread of a GPU makes less. */
  readonly images?: number;
}

/** Terms of one part of a long sum. */
const PART = 64;

/** Buffers: input, kernel, scale, shift, output, and with `layer` one number a layer that is set where an output is not finite. */
export function convolve(g: Geometry, tiles: Tiles, end: Epilogue, { spread = [1, 1], long = Infinity, layer, images = Infinity }: Convolving = {}): Omit<Dispatch, 'buffers' | 'writes'> {
  const { P, Q } = tileOf(g, images, tiles);
  const parts = g.kernel[0] * g.kernel[1] * g.input[2] > long;
  const { head, scope } = convolutionScope(g, P, Q, tiles);
  const perImage = threadsOf(g, P, Q);
  return {
    source: joinedText(head, convolutionHead, epilogue, expand(convForward, { ...scope, parts: parts ? [1] : [], watched: layer === undefined ? [] : [1] })),
    constants: merged(
      geometryConstants(g), epilogueConstants(end), { SPREAD_Y: spread[0], SPREAD_X: spread[1], CHECKED: leavesInput(g, spread) ? 1 : 0 },
      layer === undefined ? {} : { LAYER: layer }, parts ? { PART: Math.max(1, Math.floor(PART / g.kernel[1])) } : {},
    ),
    threads: (_first, count) => count * perImage,
  };
}

/** Threads of an image. */
function threadsOf(g: Geometry, P: number, Q: number): number {
  return g.output[0] * Math.ceil(g.output[1] / P) * Math.ceil(g.output[2] / (4 * Q)) * 4;
}

/** Positions and groups of channels of a thread: as many as it has sums for, and as leave threads enough. */
function tileOf(g: Geometry, images: number, tiles: Tiles): { P: number; Q: number } {
  let Q = channelTile(g.output[2], tiles.channels);
  let P = positionTile(g.output[1], Math.max(1, Math.floor(tiles.sums / Q)));
  while (P > 1 && images * threadsOf(g, P, Q) < tiles.fill) P = positionTile(g.output[1], Math.ceil(P / 2));
  while (Q > 1 && images * threadsOf(g, P, Q) < tiles.fill) Q = channelTile(g.output[2], Math.ceil(Q / 2));
  return { P, Q };
}

/** What the kernels are expanded by, for P positions of a line and Q groups of channels; see conv_forward.wgsl. */
export function convolutionScope(g: Geometry, P: number, Q: number, tiles: Tiles) {
  const { head, scope } = readBy(columnsOf(g, P), tiles);
  return { head, scope: { P, TILE: 4 * Q, STRIDE: g.strides[1], DILATION: g.dilation[1], p: upTo(P), k: upTo(g.kernel[1]), q: upTo(Q), ...scope } };
}

/** Columns that the taps of P neighbouring positions see, counted from the first. */
export function columnsOf({ strides, dilation, kernel }: Geometry, P: number): number[] {
  const seen = new Set(upTo(P).flatMap((position) => upTo(kernel[1]).map((tap) => position * strides[1] + tap * dilation[1])));
  return Array.from(seen).sort((a, b) => a - b);
}

/** True when some tap of some position lies outside the input, or between spread cells. */
export function leavesInput(g: Geometry, spread: readonly [number, number]): boolean {
  return ([0, 1] as const).some((a) => spread[a] > 1 || g.before[a] !== 0 || (g.output[a] - 1) * g.strides[a] + (g.kernel[a] - 1) * g.dilation[a] >= g.input[a]);
}
