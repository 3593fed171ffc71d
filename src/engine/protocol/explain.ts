// One entry of the matrix, explained: the numbers that multiply to it, and the cells and paths that add up to it. Types only.
import type { Unit } from './jacobian.ts';

export interface ExplainRequest {
  explorationId: number;
  unit: Unit;
  /** Column number in θ. */
  column: number;
}

/** A cell of a layer's output. */
export interface CellPlace extends Unit {
  /** Of the images whose statistics are taken, the chosen one being 0. */
  image: number;
}

/** The numbers among which a factor stands, as a picture [height, width]. */
export interface FactorPicture {
  values: Float32Array;
  height: number;
  width: number;
  marked: number;
  /** What the picture shows, in a few words. */
  what: string;
}

/** What a factor is made of. */
export type FactorSource =
  | { kind: 'activation'; function: string; input: number }
  | { kind: 'prelu'; input: number }
  | { kind: 'scale'; gamma: number; sigma: number }
  /** One number of a kernel, by its name: `conv2/kernel[1,2,0,5]`. */
  | { kind: 'weight'; name: string }
  /** Of so many cells of a pool. `tied`: several are equally large and share it. */
  | { kind: 'largest'; cells: number; tied: boolean }
  | { kind: 'average'; cells: number }
  /** p and q of ∂p/∂z = p·(δ − q). */
  | { kind: 'softmax'; p: number; q: number; same: boolean }
  /** The last factor: what the parameter multiplies in its own layer. */
  | { kind: 'input'; from: string; place: CellPlace; padding: boolean }
  | { kind: 'normalised'; input: number; mean: number; sigma: number }
  | { kind: 'negative'; input: number }
  | { kind: 'added' };

export interface Factor {
  layer: string;
  value: number;
  /** The cell of the layer's output that it belongs to. */
  cell: CellPlace;
  /** That output is a vector. */
  vector: boolean;
  source: FactorSource;
  picture: FactorPicture | null;
}

/** One way from the parameter to the unit. */
export interface ExplainedPath {
  /** From the unit down; layers that pass their input on are left out. */
  factors: readonly Factor[];
  /** Their product. */
  value: number;
  /** The cell of the parameter's own layer, or the pixel, where it begins. */
  end: CellPlace;
  /** On `under`: the window that the kernel covers, and the number that it multiplies. */
  window: { top: number; left: number; height: number; width: number; y: number; x: number } | null;
}

export interface CellShare {
  place: CellPlace;
  /** ∂unit/∂cell, ∂cell/∂parameter and their product. */
  upstream: number;
  local: number;
  value: number;
}

/** The cells of one layer through which the parameter acts on the unit. */
export interface Through {
  layer: string;
  shape: readonly [number, number, number];
  vector: boolean;
  /** The one map that the parameter acts on; null where it acts on several. */
  channel: number | null;
  /** Of the chosen image, [H, W, C]: ∂unit/∂cell · ∂cell/∂parameter, and its two factors. */
  values: Float32Array;
  upstream: Float32Array;
  local: Float32Array;
  /** Cells of all images that contribute. */
  live: number;
  sum: number;
  /** What comes through the cells of each image; one number in inference mode. */
  byImage: readonly number[];
  strongest: readonly CellShare[];
}

export interface Explanation {
  explorationId: number;
  unit: Unit;
  column: number;
  /** `conv1/kernel`, where in it, and the number there. */
  parameter: string;
  position: readonly number[];
  value: number;
  /** The engine's entry, and the same from the contributions in float64. */
  entry: number;
  sum: number;
  through: readonly Through[];
  /** Null where batch statistics leave no short path. */
  paths: { strongest: readonly ExplainedPath[]; count: number; positive: number; negative: number } | null;
  /** The three terms of the batch norm nearest to the parameter, and what goes round it; null where no batch statistics lie on the way. */
  batch: { layer: string; direct: number; mean: number; correlation: number; past: number } | null;
  /** Why nothing contributes; null where something does. `broken` is a way that would, were it not for a zero. */
  zero: { why: 'off' | 'foreign' | 'outside' | 'apart'; broken: ExplainedPath | null } | null;
  /** What the parameter's kernel reads, the one channel that this number multiplies, [height, width]; or the image's channel. */
  under: { layer: string; channel: number; channels: number; height: number; width: number; values: Float32Array } | null;
}
