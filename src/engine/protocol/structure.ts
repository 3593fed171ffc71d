// What the structure of a Jacobian is: its spectrum, the tangent kernel, rows that say the same. Types only.
import type { Unit } from './jacobian.ts';

/** Which part of J: rows of one channel or all, columns of one layer's parameters or all. */
export interface JacobianPartChoice {
  channel: number | null;
  layer: string | null;
}

export interface SpectrumRequest extends JacobianPartChoice {
  explorationId: number;
  /** True once the visitor has agreed to long work. */
  agreed: boolean;
}

/** Of one channel's block, or of the whole part where channels share columns. */
export interface SpectrumPiece {
  channel: number | null;
  rows: number;
  columns: number;
  largest: number;
  smallest: number;
  /** exp of the entropy of σ² / Σσ². */
  effectiveRank: number;
  rank: number;
}

export interface Spectrum {
  explorationId: number;
  rows: number;
  columns: number;
  /** `long`: it has to be agreed to. `large`: too large to be taken here; `why` says what to do. In both there are no values. */
  state: 'done' | 'long' | 'large';
  why: string | null;
  /** A guess for `long`. */
  seconds: number;
  /** σ, falling; as many as the smaller side. */
  values: Float64Array;
  /** The channel that each belongs to; null where channels share columns. */
  channels: Int32Array | null;
  /** Values below this are rounding of the Jacobian's own numbers: ε‖J‖, see `precision`. */
  floor: number;
  precision: number;
  /** How many are above `tolerance` = max(rows, columns) · 2⁻²³ (2⁻⁵² for a float64 Jacobian) · largest. */
  rank: number;
  tolerance: number;
  effectiveRank: number;
  /** Largest over smallest of those above the tolerance. */
  condition: number;
  /** ‖J‖ (Frobenius). */
  norm: number;
  pieces: readonly SpectrumPiece[];
}

export interface SingularVectorRequest extends JacobianPartChoice {
  explorationId: number;
  /** Place in `values`. */
  index: number;
}

export interface SingularVector {
  explorationId: number;
  index: number;
  value: number;
  channel: number | null;
  /** Of length one, over all P columns and all R units, zero outside the part. J·right = value·left. */
  right: Float32Array;
  left: Float32Array;
}

/** Which units: those with the longest rows, all of one channel, or one a channel at a position. */
export type UnitsChoice = { kind: 'strongest'; count: number } | { kind: 'channel'; channel: number } | { kind: 'position'; i: number; j: number };

export interface UnitKernelRequest {
  explorationId: number;
  units: UnitsChoice;
}

/** A binary tree over n leaves: merge k joins two of the leaves 0 … n − 1 or of earlier merges n, n + 1, …, at a distance. */
export interface Tree {
  /** Leaves from top to bottom as they are drawn. */
  order: Int32Array;
  left: Int32Array;
  right: Int32Array;
  /** Distance at which the two are joined, rising. */
  height: Float64Array;
}

export interface Kernel {
  explorationId: number;
  /** K = J Jᵀ, [n, n] row-major, in the order of the leaves. */
  values: Float32Array;
  n: number;
  /** Of cosine distance 1 − cos, average linkage. */
  tree: Tree;
}

export interface UnitKernel extends Kernel {
  units: readonly Unit[];
  /** Of the units asked for, how many have a row of zeros and are left out. */
  off: number;
  /** Asked for, but left out because there were too many. */
  leftOut: number;
}

export interface DigitKernelRequest {
  explorationId: number;
  /** Images of each class; of images without classes, ten times as many in all. */
  perClass: number;
}

export interface DigitKernel extends Kernel {
  images: readonly { index: number; label: number | null }[];
  /** [n, height, width, channels], 0 to 255. */
  pixels: Uint8Array;
  height: number;
  width: number;
  channels: number;
}

export interface ParallelRequest {
  explorationId: number;
  /** Rows with a cosine above this are nearly parallel; 0.9 to 1. */
  above: number;
}

export interface ParallelRows {
  explorationId: number;
  above: number;
  /** Units whose rows are not zero, those among them that were compared, and those whose row is zero. */
  alive: number;
  compared: number;
  off: number;
  /** Pairs above the bound, and units that are in one. */
  pairs: number;
  units: number;
  /** Of every unit, with how many others its row is nearly parallel. */
  partners: Float32Array;
  /** Units joined by pairs, the largest groups first, at most 200: its first member with most partners, how many, and the least and the greatest cosine of its pairs. */
  groups: readonly { unit: Unit; size: number; least: number; greatest: number }[];
  groupCount: number;
}
