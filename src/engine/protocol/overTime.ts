// A unit's row over the run that trained it. Types only.
import type { ExploreRequest, Unit } from './jacobian.ts';

/** A moment of the run that is kept. As long as its weights are the same ones, so is `stamp`. */
export interface KeptMoment {
  iteration: number;
  stamp: number;
}

export interface OverTimeRequest {
  /** Which Jacobian, whatever moment is on show. */
  question: ExploreRequest;
  unit: Unit;
  /** Of the moments that are kept; none to hear only which are. */
  iterations: readonly number[];
}

/** What of a parameter array the entries of a row over time are. */
export interface EntryLines {
  parameter: string;
  /** Entries that can differ from zero in this row. */
  alive: number;
  /** Position in the array of each entry, row-major; null where there are so many that each number is the largest of several neighbours. */
  positions: Int32Array | null;
  /** Numbers of `entries` that are this array's. */
  count: number;
}

export interface MomentRow extends KeptMoment {
  activation: number;
  norm: number;
  /** In the order of `lines`. */
  blockNorms: readonly number[];
  /** One array after another, as `lines` says. */
  entries: Float32Array;
}

export interface OverTime {
  /** All that can be asked for, ascending. */
  kept: readonly KeptMoment[];
  /** Empty where no moment was asked for. */
  lines: readonly EntryLines[];
  rows: readonly MomentRow[];
}

export interface MapsOverTimeRequest {
  question: ExploreRequest;
  /** Of the layer; of a vector all units are answered, whichever it is. */
  channel: number;
  iterations: readonly number[];
}

export interface MapsOverTime {
  kept: readonly KeptMoment[];
  /** Rows and columns of one map; of a vector 1 × units. */
  shape: readonly [number, number];
  /** ‖∂h_r/∂θ‖ of every unit of the map. */
  maps: readonly (KeptMoment & { norms: Float32Array })[];
}
