// A chain as dispatches: folds for all images at once, then every level below the last for a group of images, then rows of
// the last. Knows neither plan nor slabs.
import chainNormApply from '../gpu/kernels/chain_norm_apply.wgsl?raw';
import chainNormMeans from '../gpu/kernels/chain_norm_means.wgsl?raw';
import chainNormSums from '../gpu/kernels/chain_norm_sums.wgsl?raw';
import chainOrder from '../gpu/kernels/chain_order.wgsl?raw';
import chainRank from '../gpu/kernels/chain_rank.wgsl?raw';
import chainOwn from '../gpu/kernels/chain_own.wgsl?raw';
import chainPatches from '../gpu/kernels/chain_patches.wgsl?raw';
import convolutionHead from '../gpu/kernels/convolution.wgsl?raw';
import { joinedText, merged } from '../gpu/shader.ts';
import type { Dispatch } from '../gpu/compute.ts';
import { expand } from '../gpu/expand.ts';
import { type Tiles, upTo } from '../gpu/tiles.ts';
import { type Geometry, geometryConstants } from '../layers/convolution.ts';
import type { DeviceContext, DeviceTape, Fold, Site } from '../layers/layer.ts';
import { ruleOf } from '../layers/rules.ts';
import type { BatchNormLayer, Parameter } from '../model/network.ts';
import { type Chain, sizeOf, type Stage } from './chain.ts';
import { crossConvolution, positionsOf, reachBuffer, reachOf } from './chainCrossing.ts';

/** Rows of a level's compact Jacobian on the device. */
export interface Rows {
  readonly buffer: GPUBuffer;
  readonly width: number;
  /** Cells that one of the chunk's units stands for: those of an image, or 1 where the chunk counts rows. */
  readonly unit: number;
  /** Numbers of a row's own channel go to their columns. */
  readonly spread: boolean;
}

/** A stage's folds, done: what every cell of its level depends on, and how. */
export interface FoldedStage {
  readonly gain: GPUBuffer;
  readonly live: GPUBuffer;
  readonly source: GPUBuffer;
  readonly moved: boolean;
  /** Under a convolution's rows: those of each position that are alive, by source, as chain_order.wgsl notes them. */
  readonly order: GPUBuffer | null;
  readonly norms: readonly { readonly site: number; readonly numbers: readonly GPUBuffer[] }[];
  readonly dispatches: readonly Dispatch[];
}

/** Positions that one thread of chain_norm_sums.wgsl adds up. */
const STRIPE = 128;

function foldStage(stage: Stage, sites: readonly Site[], tapes: readonly DeviceTape[], context: DeviceContext, images: number): FoldedStage {
  const numbers = images * stage.cells;
  const coupled = stage.at !== null && stage.geometry === null;
  const folds = coupled ? [...stage.folds, stage.at!] : stage.folds;
  const gain = context.scratch(numbers, 'gains');
  const moves = folds.some((at) => ruleOf(sites[at].layer).device.foldMoves);
  const source = moves ? context.scratch(numbers, 'sources') : gain;
  let [first, moved] = [true, false];
  let live: GPUBuffer | null = null;
  const norms: { site: number; numbers: readonly GPUBuffer[] }[] = [];
  const dispatches: Dispatch[] = [];
  let above: Fold['above'];
  for (const [k, at] of folds.entries()) {
    const rule = ruleOf(sites[at].layer).device;
    const elementwise = rule.elementwise?.(sites[at]);
    const below = folds[k + 1];
    if (elementwise && below !== undefined && ruleOf(sites[below].layer).device.foldsElementwise) {
      above = { elementwise, input: tapes[at].input };
      continue;
    }
    const folded = rule.fold!(sites[at], context, { cells: stage.cells, gain, source: moves ? source : tapes[at].input, first, moved, above }, tapes[at]);
    above = undefined;
    dispatches.push(...folded.dispatches);
    if (folded.dispatches.length > 0) first = false;
    moved ||= rule.foldMoves ?? false;
    live ??= folded.live ?? null;
    if (folded.numbers) norms.push({ site: at, numbers: folded.numbers });
  }
  const reached = first ? context.constant(numbers, 1) : gain;
  const alive = live ?? reached;
  const order = stage.geometry ? context.scratch(numbers, 'rows by source') : null;
  if (order) dispatches.push(orderDispatch(stage, images, context, moved, [alive, moves ? source : reached, order]));
  return { gain: reached, live: alive, source: moves ? source : reached, moved, order, norms, dispatches };
}

/** Rows of each position that are alive, by source. */
function orderDispatch(stage: Stage, images: number, { tiles }: DeviceContext, moved: boolean, buffers: readonly GPUBuffer[]): Dispatch {
  const { cells: CELLS, channels: CHANNELS } = stage;
  if (positionsIn(stage, images) < tiles.fill) return { source: chainRank, constants: { CELLS, CHANNELS, MOVED: moved ? 1 : 0 }, buffers, threads: (_first, count) => count * CELLS };
  return { source: expand(chainOrder, { moved: moved ? [1] : [], still: moved ? [] : [1] }), constants: { CELLS, CHANNELS }, buffers, threads: (_first, count) => (count * CELLS) / CHANNELS };
}

/** Place of a parameter's own numbers within a row, or −1. */
function ownOffset(stage: Stage, parameter: Parameter | null): number {
  let offset = stage.allWidth;
  for (const asked of stage.own) {
    if (asked.parameter === parameter) return offset;
    offset += sizeOf(asked.parameter) / stage.channels;
  }
  return -1;
}

/** The same in a row that may be dense: its own numbers take C columns each. */
function placeIn(stage: Stage, parameter: Parameter | null, spread: boolean): number {
  const offset = ownOffset(stage, parameter);
  return offset < 0 || !spread ? offset : stage.allWidth + (offset - stage.allWidth) * stage.channels;
}

/** Numbers of a patch that one thread of chain_patches.wgsl holds at most, and how many of them a row costs beside. */
const MOST_HELD = 16;
const ROW_COST = 4;

/** Positions of a stage's level in so many images. */
function positionsIn({ cells, channels }: Stage, images: number): number {
  return (images * cells) / channels;
}

/** The kernel's own numbers: patches of the convolution's input. */
function patchDispatch(geometry: Geometry, input: GPUBuffer, folded: FoldedStage, offset: number, channels: number, positions: number, tiles: Tiles, to: Rows): Dispatch {
  const numbers = geometry.kernel[0] * geometry.kernel[1] * geometry.input[2];
  const cost = (held: number) => Math.ceil(numbers / held) * (held + ROW_COST);
  // One a thread, where those of threads side by side are written in one go.
  const N = tiles.coalesces ? 1 : upTo(MOST_HELD).map((k) => k + 1).reduce((best, held) => (cost(held) < cost(best) ? held : best));
  const TILES = Math.ceil(numbers / N);
  const split = Math.min(channels, Math.max(1, Math.ceil(tiles.fill / (positions * TILES))));
  return {
    source: joinedText(convolutionHead, expand(chainPatches, { N, SPLIT: split, n: upTo(N), later: upTo(N).slice(1), split: split > 1 ? [1] : [] })),
    constants: merged(geometryConstants(geometry), { UNIT: to.unit, WIDTH: to.width, MOVED: folded.moved ? 1 : 0, SPREAD: to.spread ? 1 : 0, CHANNELS: channels, OFFSET: offset, TILES }),
    buffers: [input, folded.gain, folded.source, folded.order!, to.buffer],
    threads: (first, count) => positionsOf(first, count, to.unit, channels) * TILES * split,
  };
}

/** The kernel's, the bias's and the folded batch norms' own numbers. */
function ownDispatches(stage: Stage, folded: FoldedStage, sites: readonly Site[], tapes: readonly DeviceTape[], { tiles }: DeviceContext, images: number, to: Rows): Dispatch[] {
  const { geometry, channels } = stage;
  const convolution = geometry && ruleOf(sites[stage.at!].layer).convolution!(sites[stage.at!]);
  const place = (parameter: Parameter | null) => placeIn(stage, parameter, to.spread);
  const kernel = convolution ? place(convolution.kernel) : -1;
  const bias = convolution ? place(convolution.bias) : -1;
  const norms = folded.norms.map(({ site, numbers }) => {
    const { gamma, beta } = sites[site].layer as BatchNormLayer;
    return { gamma: place(gamma), beta: place(beta), numbers };
  });
  const needed = norms.filter(({ gamma, beta }) => gamma >= 0 || beta >= 0);
  const none = { gamma: -1, beta: -1, numbers: [folded.gain, folded.gain] as readonly GPUBuffer[] };
  const ones = (needed.length > 0 ? needed : bias >= 0 ? [none] : []).map(({ gamma, beta, numbers: [toGamma, toBeta] }, k): Dispatch => ({
    source: chainOwn,
    constants: { UNIT: to.unit, WIDTH: to.width, SPREAD: to.spread ? 1 : 0, CHANNELS: channels, BIAS_OFFSET: k === 0 ? bias : -1, GAMMA_OFFSET: gamma, BETA_OFFSET: beta },
    buffers: [folded.gain, folded.live, toGamma, toBeta, to.buffer],
    threads: (_first, count) => count * to.unit,
  }));
  return kernel < 0 ? ones : [patchDispatch(geometry!, tapes[stage.at!].input, folded, kernel, channels, positionsIn(stage, images), tiles, to), ...ones];
}

interface Below {
  readonly stage: Stage;
  readonly folded: FoldedStage;
  readonly rows: Rows;
}

/** Everything below, through a batch norm with the statistics of all images. */
function crossNorm(stage: Stage, folded: FoldedStage, below: Below, tape: DeviceTape, context: DeviceContext, images: number, zero: number, to: Rows, cleared: boolean): Dispatch[] {
  const C = stage.channels;
  const WIDTH_BELOW = below.rows.width;
  const POSITIONS = (images * below.stage.cells) / C;
  const stripes = Math.ceil(POSITIONS / STRIPE);
  const numbers = C * WIDTH_BELOW;
  const sums = context.scratch(2 * numbers * stripes, 'sums over positions');
  const means = context.scratch(2 * numbers, 'means over positions');
  return [
    {
      source: chainNormSums,
      constants: { CHANNELS: C, WIDTH_BELOW, POSITIONS, STRIPE },
      buffers: [below.rows.buffer, below.folded.live, tape.input, tape.statistics!, sums],
      threads: () => numbers * stripes,
    },
    { source: chainNormMeans, constants: { NUMBERS: numbers, STRIPES: stripes, POSITIONS }, buffers: [sums, means], threads: () => numbers },
    {
      source: chainNormApply,
      constants: { UNIT: to.unit, WIDTH: to.width, WIDTH_BELOW, CHANNELS: C, MOVED: folded.moved ? 1 : 0, CLEARED: cleared ? 1 : 0, ZERO_OFFSET: zero },
      buffers: [below.rows.buffer, below.folded.live, tape.input, tape.statistics!, means, folded.gain, folded.source, to.buffer],
      threads: (_first, count) => count * to.unit * Math.ceil(WIDTH_BELOW / 32),
    },
  ];
}

/** Where the bias of a convolution right under the norm stands in the rows below, or −1. */
function zeroedBias(stage: Stage, below: Stage, sites: readonly Site[]): number {
  if (below.folds.length > 0 || below.at === null || below.at !== stage.at! - 1 || !below.geometry) return -1;
  return ownOffset(below, ruleOf(sites[below.at].layer).convolution!(sites[below.at]).bias);
}

export interface ChainDispatches {
  /** For chunks of images, once. */
  readonly folds: readonly Dispatch[];
  /** For a group of images: the levels below the last. */
  readonly levels: readonly Dispatch[];
  /** For chunks of rows within the group. */
  readonly rows: (compact: GPUBuffer) => readonly Dispatch[];
}

/** `groupImages` images' levels are held at a time; `rowWidth` numbers make a row of the last level, dense or compact. */
export function chainDispatches(chain: Chain, sites: readonly Site[], tapes: readonly DeviceTape[], context: DeviceContext, images: number, groupImages: number, { rowWidth, spread }: { rowWidth: number; spread: boolean }): ChainDispatches {
  const folded = chain.stages.map((stage) => foldStage(stage, sites, tapes, context, images));
  const last = chain.stages.length - 1;
  const levels: Below[] = chain.stages.slice(0, last).map((stage, k) => {
    const width = stage.allWidth + stage.ownWidth;
    return { stage, folded: folded[k], rows: { buffer: context.scratch(groupImages * stage.cells * width, 'level'), width, unit: stage.cells, spread: false } };
  });
  const reaches = chain.stages.map(({ geometry }, k) => (geometry && k > 0 && levels[k - 1].rows.width > 0 ? reachBuffer(geometry, groupImages, context.scratch) : null));
  const reached = reaches.map((reach, k) => (reach ? [reachOf(chain.stages[k].geometry!, folded[k - 1].live, reach, context.tiles)] : []));
  const make = (k: number, to: Rows): Dispatch[] => {
    const stage = chain.stages[k];
    const below = levels[k - 1];
    const own = ownDispatches(stage, folded[k], sites, tapes, context, groupImages, to);
    if (!below || below.rows.width === 0) return own;
    if (!stage.geometry) return [...crossNorm(stage, folded[k], below, tapes[stage.at!], context, images, zeroedBias(stage, below.stage, sites), to, k === last), ...own];
    const { allWidth: all, ownWidth } = below.stage;
    const { kernel } = ruleOf(sites[stage.at!].layer).convolution!(sites[stage.at!]);
    const crossed = crossConvolution(stage.geometry, stage.channels, positionsIn(stage, groupImages), { rows: below.rows, all, own: ownWidth }, reaches[k]!, context.parameter(kernel), folded[k], to, context.tiles);
    return [...crossed, ...own];
  };
  return {
    folds: folded.flatMap(({ dispatches }) => dispatches),
    levels: [...levels.flatMap(({ rows }, k) => [...reached[k], ...make(k, rows)]), ...reached[last]],
    rows: (compact) => make(last, { buffer: compact, width: rowWidth, unit: 1, spread }),
  };
}
