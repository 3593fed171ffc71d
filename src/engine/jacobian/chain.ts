// The forward-mode way through a network: the compact Jacobian of each level made from that of the level below. Pure.
import type { Geometry } from '../layers/convolution.ts';
import type { Site } from '../layers/layer.ts';
import { ruleOf } from '../layers/rules.ts';
import { volume } from '../layers/window.ts';
import type { Layer, Parameter } from '../model/network.ts';

/** A parameter that is asked for: which site's, and its place among the layer's parameters. */
export interface Asked {
  readonly at: number;
  readonly which: number;
  readonly parameter: Parameter;
  readonly layer: Layer;
}

/**
 * A level is the output of a stage: one crossing (a convolution, or a batch norm with batch statistics) and, above it, layers
 * whose every cell depends on one cell only, which are folded into a gain and a source for each cell. A row of the level's
 * compact Jacobian holds first the numbers that belong to whole parameters of lower stages, then those of its own channel.
 */
export interface Stage {
  /** Index of the site that is crossed; null when nothing at or below it is asked for, so that only folds remain. */
  readonly at: number | null;
  /** The convolution that is crossed; null for a batch norm. */
  readonly geometry: Geometry | null;
  /** Indices of the folded sites, from the top down. */
  readonly folds: readonly number[];
  /** Cells of one image of this level; cell q belongs to channel q modulo `channels`. */
  readonly cells: number;
  readonly channels: number;
  /** Parameters whose columns are all alive, and those of which only the row's own channel is. */
  readonly all: readonly Asked[];
  readonly own: readonly Asked[];
  /** Numbers a row: of `all`, and of `own`. */
  readonly allWidth: number;
  readonly ownWidth: number;
}

export interface Chain {
  /** From the lowest up; the last is the layer asked for. */
  readonly stages: readonly Stage[];
  /** Bytes of one image's levels below the last, and of what is read of them. */
  readonly levelBytes: number;
  /** Multiply-adds of one image's levels below the last, and of one row of the last. */
  readonly multiplyAdds: { readonly levels: number; readonly row: number };
  /** Batch statistics couple the images: all of them pass together. */
  readonly coupled: boolean;
}

interface Segment {
  readonly crossing: number | null;
  /** From the top down. */
  readonly folds: number[];
}

/** Splits the sites from `lowest` up into crossings and what is folded above each; null where a layer is neither. */
function segmentsOf(sites: readonly Site[], lowest: number): Segment[] | null {
  const segments: Segment[] = [];
  let folds: number[] = [];
  for (let at = sites.length - 1; at >= lowest; at--) {
    const site = sites[at];
    const rule = ruleOf(site.layer);
    // Levels are made one from the one below: no layer above the lowest may take anything else.
    if (at > lowest && (site.from.length > 1 || site.from[0] !== at - 1)) return null;
    if (rule.convolution || rule.needsWholeBatch?.(site)) {
      segments.push({ crossing: at, folds });
      folds = [];
    } else if (rule.device.fold) folds.push(at);
    else return null;
  }
  if (folds.length > 0) segments.push({ crossing: null, folds });
  return segments.reverse();
}

/** The map under `at` before it was flattened. */
function mapUnder(sites: readonly Site[], at: number): Site['input'] {
  let below = at;
  while (below > 0 && sites[below - 1].layer.kind === 'flatten') below -= 1;
  return sites[below].input;
}

/** A dense layer on a flattened map is a convolution whose kernel covers that map. */
function geometryOf(sites: readonly Site[], at: number): Geometry {
  const site = sites[at];
  const geometry = ruleOf(site.layer).convolution!(site).geometry;
  const [H, W, C] = mapUnder(sites, at);
  if (site.layer.kind !== 'dense' || (H === 1 && W === 1)) return geometry;
  return { ...geometry, input: [H, W, C], kernel: [H, W] };
}

/** Compact numbers of a parameter in its own channel's rows: its share of the C channels. */
const ownNumbers = (asked: readonly Asked[], channels: number) => asked.reduce((total, { parameter }) => total + sizeOf(parameter) / channels, 0);

export const sizeOf = (parameter: Parameter) => parameter.shape.reduce((product, extent) => product * extent, 1);

function stageOf(sites: readonly Site[], asked: readonly Asked[], segment: Segment, below: Stage | null): Stage {
  const { crossing, folds } = segment;
  const top = sites[folds[0] ?? crossing!];
  const here = asked.filter(({ at }) => at === crossing || folds.includes(at));
  const convolved = crossing !== null && ruleOf(sites[crossing].layer).convolution !== undefined;
  const lower = below ? [...below.all, ...below.own] : [];
  const carried = below && !convolved ? below : null;
  const all = carried ? carried.all : lower;
  const own = carried ? [...carried.own, ...here] : here;
  const channels = sites[crossing ?? folds[folds.length - 1]].output[2];
  return {
    at: crossing,
    geometry: convolved ? geometryOf(sites, crossing) : null,
    folds,
    cells: volume(top.output),
    channels,
    all,
    own,
    allWidth: all.reduce((total, { parameter }) => total + sizeOf(parameter), 0),
    ownWidth: ownNumbers(own, channels),
  };
}

/** Numbers that say what the positions of one image read of the level below; see chain_reach.wgsl. */
export function reachNumbers({ input, output, kernel }: Geometry): number {
  return output[0] * output[1] * (input[2] + 1 + 2 * kernel[0] * kernel[1] * input[2]);
}

/** Numbers of each of the buffers that hold one image's levels below the last, and what the levels above them read of them. */
export function heldNumbers(stages: readonly Stage[]): number[] {
  const levels = stages.slice(0, -1).map(({ cells, allWidth, ownWidth }) => cells * (allWidth + ownWidth));
  const reaches = stages.slice(1).map(({ geometry }, k) => (geometry && levels[k] > 0 ? reachNumbers(geometry) : 0));
  return [...levels, ...reaches];
}

/** Multiply-adds of one cell: its own numbers, and the crossing of everything below. */
export function costOfCell(stage: Stage, below: Stage | null): number {
  const lower = below ? below.allWidth + below.ownWidth : 0;
  const { geometry } = stage;
  if (!geometry) return stage.ownWidth + 3 * lower;
  return stage.ownWidth + geometry.kernel[0] * geometry.kernel[1] * geometry.input[2] * lower;
}

/** Own channels carry through a level only while every cell's channel is that of the parameters: a map may not be relabelled. */
function keepsChannels(sites: readonly Site[], stages: readonly Stage[]): boolean {
  return stages.every(({ at, folds, channels }) => [...folds, ...(at === null ? [] : [at])].every((site) => sites[site].layer.kind === 'flatten' || sites[site].output[2] === channels));
}

/** chain_order.wgsl notes a channel in sixteen bits. */
const MOST_CHANNELS = 65_535;

/** The chain to the last of `sites`, or null when some layer on the way is neither crossed nor folded. */
export function planChain(sites: readonly Site[], asked: readonly Asked[]): Chain | null {
  if (asked.length === 0) return null;
  const segments = segmentsOf(sites, Math.min(...asked.map(({ at }) => at)));
  if (!segments) return null;
  const stages: Stage[] = [];
  for (const segment of segments) stages.push(stageOf(sites, asked, segment, stages.at(-1) ?? null));
  if (!keepsChannels(sites, stages) || stages.some(({ channels }) => channels > MOST_CHANNELS)) return null;
  const costs = stages.map((stage, k) => costOfCell(stage, stages[k - 1] ?? null));
  return {
    stages,
    levelBytes: 4 * heldNumbers(stages).reduce((total, each) => total + each, 0),
    multiplyAdds: { levels: stages.slice(0, -1).reduce((total, { cells }, k) => total + cells * costs[k], 0), row: costs[costs.length - 1] },
    coupled: stages.some(({ at, geometry }) => at !== null && geometry === null),
  };
}
