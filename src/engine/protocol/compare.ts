// Two rows side by side, of units, images, moments, runs or batch-norm modes. Types only.
import type { ExploreRequest, Unit } from './jacobian.ts';

/** Whose weights. A run that is kept is as it ended, or as it was after an iteration of it. */
export type OtherWeights = { kind: 'shown' } | { kind: 'moment'; iteration: number } | { kind: 'run'; id: string };

export interface CompareRequest {
  /** One side: an exploration and a unit of it. */
  explorationId: number;
  unit: Unit;
  /** The other. A unit that it does not have gives way to the nearest that it has. */
  other: { question: ExploreRequest; unit: Unit; weights: OtherWeights };
  /** Whether the row lengths of the other side's whole map are wanted too: they take all of its Jacobian. */
  norms: boolean;
}

/** Numbers of both sides, place by place; `difference` is the other less the one. */
export interface Pair {
  shape: readonly number[];
  one: Float32Array;
  other: Float32Array;
  difference: Float32Array;
}

export interface ComparedBlock {
  parameter: string;
  /** Length of each row in this array. */
  norms: readonly [number, number];
  /** Of the other to the one; null where the one is zero. */
  ratio: number | null;
  /** Of the rows in this array; null where either is zero, or their shapes differ. */
  cosine: number | null;
  /**
   * Where each row uses only the numbers of its own channel, those: a kernel [kh, kw, cin, 1], a vector [1]. Else the whole array.
   * Null where shapes differ.
   */
  part: Pair | null;
  own: boolean;
  /** Of `part`; it is not that of the whole array where the rows use different channels of it. */
  partCosine: number | null;
  /** Why there is no `part`, in words. */
  why: string | null;
}

export interface ComparedSide {
  unit: Unit;
  activation: number;
  norm: number;
  /** Null for an image of one's own. */
  label: number | null;
  predicted: number;
}

export interface Compared {
  sides: readonly [ComparedSide, ComparedSide];
  ratio: number | null;
  cosine: number | null;
  blocks: readonly ComparedBlock[];
  /** Of the units' maps, [H, W]; of vectors all units, [1, C]. Null where their sizes differ. */
  activations: Pair | null;
  rowNorms: Pair | null;
  /** Parameters that only add a constant to what a batch norm takes: with batch statistics its mean takes that away. */
  takenAway: readonly string[];
  /** What of the other side is not as it was asked for. */
  notes: readonly string[];
}
