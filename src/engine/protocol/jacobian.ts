// A Jacobian: what is asked, what it takes, and its rows and columns. Types only.
import type { Split } from './digits.ts';

export interface BlockInfo {
  /** `conv1/kernel`. */
  parameter: string;
  layer: string;
  /** TensorFlow layout: kernel [kh, kw, cin, cout]; bias, gamma, beta [C]. */
  shape: readonly number[];
  /** First column and number of columns in θ. */
  start: number;
  size: number;
  /** `channel`: only the columns of the row's own channel can differ from zero: those equal to the row's number modulo `channels`. */
  structure: 'channel' | 'all' | 'window';
  channels: number;
}

export interface JacobianSummary {
  method: 'structured' | 'batched' | 'loop';
  /** Why this method, in words. */
  why: string;
  /** `webgpu` or `cpu` (float64 reference). */
  engine: 'webgpu' | 'cpu';
  rows: number;
  columns: number;
  /** Pull-backs through the network that were needed (loop: one a row). */
  passes: number;
  bytes: number;
  denseBytes: number;
  multiplyAdds: number;
  denseMultiplyAdds: number;
  /** Forward pass and all rows, without compiling. */
  milliseconds: number;
  /** Compiling the kernels, which happens once for a network and a layer. */
  compileMilliseconds: number;
}

/** Which Jacobian. */
export interface ExploreRequest {
  /** Index into the digits; for a loaded model with an input of one's own, into its images. */
  digit: number;
  /** Any layer, e.g. `relu1`. */
  of: string;
  /** Names of parameters at or below `of`, or the input; every trainable one when left out. */
  wrt?: readonly string[] | 'input';
  /** `batch` normalises with the statistics of `images` images, which couples them. Default `inference`. */
  batchNorm?: 'inference' | 'batch';
  /** Images whose statistics are taken in `batch` mode: the chosen one and those that follow it. Default 8. */
  images?: number;
  /** Bytes that the result may take at a time; a larger one is gone through in parts and its rows are made when asked for. Default 256 MB. */
  budget?: number;
}

/** What happens at one layer. */
export interface PlanRow {
  layer: string;
  kind: string;
  /** One image's output, [H, W, C]. */
  output: readonly [number, number, number];
  /** Where a row's cotangent can differ from zero there: rows × columns × channels; null where none passes. */
  window: readonly [number, number, number] | null;
  /** Numbers that a row holds of this layer's parameters, of how many; and the bytes of all rows' numbers. */
  numbers: number;
  parameters: number;
  bytes: number;
  /** For all rows, and the same with cotangents that fill whole maps. */
  multiplyAdds: number;
  denseMultiplyAdds: number;
}

/** What a Jacobian takes, before it is taken. */
export interface JacobianPlan {
  /** In words, to be shown as it is. */
  sentence: string;
  method: 'structured' | 'batched' | 'loop';
  /** `windows`: cotangents pulled down; `levels`: Jacobians of lower layers made first. */
  way: 'windows' | 'levels';
  rows: number;
  columns: number;
  /** Of a row's columns, how many are stored. */
  numbersPerRow: number;
  bytes: number;
  denseBytes: number;
  multiplyAdds: number;
  denseMultiplyAdds: number;
  budget: number;
  /** Bytes without which not even a row can be had. */
  leastBudget: number;
  /** Whether all rows fit the budget together; otherwise the parts in which they come. */
  fits: boolean;
  parts: number;
  /** Times that rows are pulled down together; for `levels`, times that they are made. */
  passes: number;
  /** From the top down, or for `levels` from the bottom up. */
  table: readonly PlanRow[];
  /** A guess from what this device has done so far; null before it has done anything. */
  seconds: number | null;
}

/** A digit, the network's answer to it, and the Jacobian of the chosen layer, ready to be read. */
export interface Exploration {
  id: number;
  revision: number;
  readyMade: boolean;
  digit: {
    index: number;
    /** Null for an image of one's own. */
    label: number | null;
    split: Split | null;
    /** Name of one's own file. */
    name: string | null;
    /** The network's input as a picture; a vector of H·W numbers is one too. */
    height: number;
    width: number;
    channels: number;
    /** To be shown, [height, width, channels], 0 to 255: as stored, resampled to the network's input; an array of one's own from its least to its largest number. */
    pixels: Uint8Array;
    /** As the network sees it, [height, width, channels]: scaled, less the mean training image. */
    input: Float32Array;
    /** The mean training image in the same scale as `input`; zeros for a loaded model. */
    mean: Float32Array;
  };
  /** Output of the last layer, flattened; `areProbabilities` when that is a softmax over one vector. */
  probabilities: Float32Array;
  areProbabilities: boolean;
  predicted: number;
  /** A vector of units is 1 × 1 × units, and `vector` true. */
  layer: { name: string; shape: readonly [number, number, number]; vector: boolean };
  /** What is differentiated by: names in column order, or the input. */
  wrt: readonly string[] | 'input';
  batchNorm: 'inference' | 'batch';
  /** Images whose statistics were taken, the chosen one first, and that in words. In inference mode the chosen one alone, and null. */
  images: { indices: readonly number[]; note: string | null };
  /** Why rows have no worked formula (`chain` and `patch` are empty); null where they have one. */
  noFormula: string | null;
  /** The convolution that the formula is of; null without one. */
  convolution: { layer: string; kernel: string; bias: string | null; size: readonly [number, number]; channelsIn: number; input: string } | null;
  /** h, [H, W, C] row-major. */
  activations: Float32Array;
  /** ‖∂h_r/∂θ‖ of every unit, over all columns. */
  rowNorms: Float32Array;
  /** True when the Jacobian is larger than the budget: rows and columns are made when they are asked for, so they take longer. */
  inParts: boolean;
  blocks: readonly BlockInfo[];
  /** θ: the values of the P columns, in order; with respect to the input, the images' numbers [N, H, W, C]. */
  parameters: Float32Array;
  summary: JacobianSummary;
}

/** A unit of the explored layer: row i, column j of the map of channel c. */
export interface Unit {
  i: number;
  j: number;
  c: number;
}

/** One factor of the chain rule between the unit and the convolution under it, with its numbers. */
export type ChainFactor =
  | { kind: 'activation'; layer: string; function: string; input: number; output: number; derivative: number }
  | { kind: 'batchNorm'; layer: string; gamma: number; beta: number; mean: number; sigma: number; input: number; normalised: number; output: number };

export interface Row {
  explorationId: number;
  unit: Unit;
  /** Row number in J: (i·W + j)·C + c. */
  index: number;
  /** h of this unit. */
  activation: number;
  /** The whole row, P numbers. */
  values: Float32Array;
  norm: number;
  /** Norm of each block's part of the row, in the order of the exploration's `blocks`. */
  blockNorms: readonly number[];
  /** True when the whole row is zero because an activation is off; `reason` says so in words. */
  off: boolean;
  reason: string | null;
  /** What the unit looks at on the input; rows and columns of the image. */
  receptiveField: { top: number; left: number; height: number; width: number };
  /** What the convolution under the unit multiplies its kernel with, [kh, kw, cin] row-major (zero outside the map); empty without a formula. */
  patch: Float32Array;
  /** Factors from the unit down to that convolution; empty without a formula, and for a convolution's own outputs. */
  chain: readonly ChainFactor[];
}

export interface Column {
  explorationId: number;
  /** Column number in θ. */
  index: number;
  parameter: string;
  /** Where in the parameter, e.g. [2, 3, 0, 7]. */
  position: readonly number[];
  value: number;
  /** ∂h_r/∂θ_p of every unit, [H, W, C] row-major. */
  values: Float32Array;
  norm: number;
}

export interface Comparison {
  /** Largest |engine − other| over the row, divided by the row's largest magnitude (absolute when the row is zero). */
  worst: number;
  /** Column where it is, and both numbers there. */
  column: number;
  engine: number;
  other: number;
}

export interface CheckResult {
  explorationId: number;
  unit: Unit;
  /** Against the float64 CPU reference. */
  reference: Comparison;
  /** Against TensorFlow.js's own gradient; null with the reason when it could not be had. */
  tfjs: Comparison | null;
  tfjsProblem: string | null;
  milliseconds: number;
}
