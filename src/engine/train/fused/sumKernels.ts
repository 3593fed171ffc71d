// Sums in two stages: the second stage, and the first of a bias's gradient. Knows no layer.
import channelSums from '../../gpu/kernels/train_channel_sums.wgsl?raw';
import epilogue from '../../gpu/kernels/epilogue.wgsl?raw';
import stripesHead from '../../gpu/kernels/train_stripes.wgsl?raw';
import trainSum from '../../gpu/kernels/train_sum.wgsl?raw';
import { joinedText, merged } from '../../gpu/shader.ts';
import type { Workbench, Kernel, Shaped } from './workbench.ts';
import { type Epilogue, epilogueConstants, PLAIN } from '../../layers/epilogue.ts';
import { stripesOf, type Tiles } from '../../gpu/tiles.ts';

interface Sum {
  /** Numbers of a stripe, of one image where `perImage`. */
  readonly numbers: number;
  readonly perImage?: boolean;
  /** 0: one an image. */
  readonly stripes: number;
  readonly channels?: number;
  readonly end?: Epilogue;
}

export function sumKernel({ numbers, perImage = false, stripes, channels = 1, end = PLAIN }: Sum): Kernel {
  return {
    source: joinedText(epilogue, trainSum),
    constants: merged(epilogueConstants(end), { NUMBERS: numbers, PER_IMAGE: perImage ? 1 : 0, STRIPES: stripes, CHANNELS: channels }),
    threads: (_first, count) => numbers * (perImage ? count : 1),
  };
}

/** Σ over stripes into a tensor of `shape`. */
export function sumOf<T extends Shaped>(bench: Workbench<T>, partial: T, shape: readonly number[], stripes: number): T {
  const sums = bench.make(shape);
  const numbers = shape.reduce((product, extent) => product * extent, 1);
  bench.run(sumKernel({ numbers, stripes }), [partial, partial, partial, sums]);
  return sums;
}

/** Σ of each channel over all positions: a bias's gradient. */
export function channelSumsOf<T extends Shaped>(bench: Workbench<T>, cotangent: T, { channels, plane, images, tiles }: { channels: number; plane: number; images: number; tiles: Tiles }): T {
  const stripes = stripesOf(images * plane, channels, tiles);
  const partial = bench.make([stripes, channels]);
  bench.run({ source: joinedText(stripesHead, channelSums), constants: { C: channels, PLANE: plane, STRIPES: stripes }, threads: () => stripes * channels }, [cotangent, partial]);
  return sumOf(bench, partial, [channels], stripes);
}
