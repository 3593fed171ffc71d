// A convolution crossed upwards on the device: what its positions read of the level below, and the rows above.
import chainCross from '../gpu/kernels/chain_cross.wgsl?raw';
import chainReach from '../gpu/kernels/chain_reach.wgsl?raw';
import convolutionHead from '../gpu/kernels/convolution.wgsl?raw';
import { joinedText, merged } from '../gpu/shader.ts';
import type { Dispatch } from '../gpu/compute.ts';
import { expand } from '../gpu/expand.ts';
import { readBy, type Tiles, upTo } from '../gpu/tiles.ts';
import { type Geometry, geometryConstants } from '../layers/convolution.ts';
import { reachNumbers } from './chain.ts';
import type { FoldedStage, Rows } from './chainDispatches.ts';

/** Rows that one thread makes at a time, where all of a position have one source and where cells have moved. */
const ROWS = 8;
const MOVED_ROWS = 4;
/** Numbers of a thread at most, one of a quad that shares, and one that reads everything itself, as on a GPU with its registers. */
const MOST_SHARING = 10;
const MOST_ALONE = 8;
/** Terms that are added up one after another where a sum has more than LONG: error follows the longest chain of additions. */
const PART = 64;
const LONG = 256;

/** Rows of the level below: how many of a row's numbers belong to whole parameters, and to its own channel. */
interface Below {
  readonly rows: Rows;
  readonly all: number;
  readonly own: number;
}

/** For a group of images, before any rows: what each position reads. */
export function reachOf(geometry: Geometry, live: GPUBuffer, reach: GPUBuffer, { abreast }: Tiles): Dispatch {
  const positions = geometry.output[0] * geometry.output[1];
  const EACH = Math.ceil(geometry.input[2] / Math.max(1, Math.floor(abreast / positions)));
  const stripes = Math.ceil(geometry.input[2] / EACH);
  return {
    source: joinedText(convolutionHead, chainReach),
    constants: merged(geometryConstants(geometry), { POSITIONS: positions, EACH }),
    buffers: [live, reach],
    threads: (_first, count) => count * positions * stripes,
  };
}

/**
 * Numbers of a row that a thread makes, so that all of them take the fewest readings: for each term as many of a row below, and the
 * weights of the rows, which a quad shares.
 */
export function numbersOfThread(count: number, rows: number, alike: number): number {
  const cost = (numbers: number) => tilesFor(count, numbers, alike) * (numbers + rows / alike + 1);
  return upTo(alike > 1 ? MOST_SHARING : MOST_ALONE).map((k) => k + 1).reduce((best, numbers) => (cost(numbers) <= cost(best) ? numbers : best));
}

/**
 * The same for the `rows` rows of each of so many positions, of which a thread makes `together` at a time: how many of those groups are
 * shared out among threads (`split`) and numbers a thread makes, so that there are threads enough.
 */
export function shareOf(count: number, positions: number, rows: number, together: number, { quads, fill }: Pick<Tiles, 'quads' | 'fill'>): { numbers: number; split: number } {
  const alike = quads ? 4 : 1;
  let [numbers, split] = [numbersOfThread(count, together, alike), 1];
  const groups = Math.ceil(rows / together);
  const few = () => positions * tilesFor(count, numbers, alike) * split < fill;
  while (few() && split < groups) split = Math.min(groups, 2 * split);
  while (few() && numbers > 1) numbers = Math.ceil(numbers / 2);
  return { numbers, split };
}

/** Threads for so many numbers; those of a quad go the same way. */
function tilesFor(count: number, numbers: number, alike: number): number {
  return Math.ceil(count / (numbers * alike)) * alike;
}

/** Positions that a chunk touches, of which each unit is so many cells. */
export function positionsOf(first: number, count: number, unit: number, channels: number): number {
  return Math.floor(((first + count) * unit - 1) / channels) - Math.floor((first * unit) / channels) + 1;
}

/**
 * Everything below, through a convolution, for rows of the level above. Numbers of whole parameters, with terms of all channels, and
 * those of single ones, with few, are dispatches of their own, so that each has threads that its numbers fill. `positions` are those
 * of a chunk, more or less.
 */
export function crossConvolution(geometry: Geometry, channels: number, positions: number, { rows, all, own }: Below, reach: GPUBuffer, kernel: GPUBuffer, folded: FoldedStage, to: Rows, tiles: Tiles): Dispatch[] {
  const R = Math.min(folded.moved ? MOVED_ROWS : ROWS, 4 * Math.ceil(channels / 4));
  const alike = tiles.quads ? 4 : 1;
  const { head, scope } = readBy(upTo(R), tiles);
  const terms = readBy(upTo(2), tiles).scope;
  const parts = geometry.kernel[0] * geometry.kernel[1] * geometry.input[2] > LONG ? [1] : [];
  const crossed = (N: number, split: number, ALL_TILES: number, OWN_TILES: number): Dispatch => ({
    source: joinedText(head, convolutionHead, expand(chainCross, { R, PART, SPLIT: split, n: upTo(N), r: upTo(R), parts, split: split > 1 ? [1] : [], ...scope, tj: terms.j, ts: terms.s })),
    constants: merged(geometryConstants(geometry), { UNIT: to.unit, WIDTH: to.width, MOVED: folded.moved ? 1 : 0, GROUP: channels, ALL: all, OWN: own, ALL_TILES, OWN_TILES }),
    buffers: [rows.buffer, reach, kernel, folded.gain, folded.source, folded.order!, to.buffer],
    threads: (first, count) => positionsOf(first, count, to.unit, channels) * (ALL_TILES + geometry.input[2] * OWN_TILES) * split,
  });
  const wide = shareOf(all, positions, channels, R, tiles);
  const single = shareOf(own, positions * geometry.input[2], channels, R, tiles);
  return [
    ...(all > 0 ? [crossed(wide.numbers, wide.split, tilesFor(all, wide.numbers, alike), 0)] : []),
    ...(own > 0 ? [crossed(single.numbers, single.split, 0, tilesFor(own, single.numbers, alike))] : []),
  ];
}

/** The buffer that `reachOf` fills for so many images. */
export function reachBuffer(geometry: Geometry, images: number, scratch: (numbers: number, label: string) => GPUBuffer): GPUBuffer {
  return scratch(images * reachNumbers(geometry), 'what is read of the level below');
}
