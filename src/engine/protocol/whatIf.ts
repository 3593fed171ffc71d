// Small steps: what the Jacobian predicts beside what happens. Types only.
import type { Unit } from './jacobian.ts';

/** Which way to step. A step of t along a direction of length 1 moves the parameters by t; along one parameter, that one by t. */
export type StepDirection =
  | { kind: 'parameter'; column: number }
  /** Along the row of a unit: the way in which it grows fastest. */
  | { kind: 'row'; unit: Unit }
  /** Along the gradient of the chosen image's loss, whose class is `label`, or the class that the network reads. */
  | { kind: 'loss' };

export interface StepRequest {
  explorationId: number;
  direction: StepDirection;
  step: number;
}

/** Activations that are on another side of a kink, and pools that take another cell, after the step. */
export interface LayerFlips {
  layer: string;
  kind: string;
  count: number;
  of: number;
}

/** One step of the chosen image's units. */
export interface StepOutcome {
  explorationId: number;
  step: number;
  /** [H, W, C] of the explored layer: J·δ; new activations less old ones. */
  predicted: Float32Array;
  actual: Float32Array;
  /** ‖J·δ‖, ‖new − old‖ and ‖new − old − J·δ‖, worked out in float64. */
  predictedNorm: number;
  actualNorm: number;
  errorNorm: number;
  /** Layers with kinks up to the explored one, the lowest first. */
  flips: readonly LayerFlips[];
  /** Units of the explored layer whose own activation or pool flips, as row numbers; null where the layer has none of its own. */
  flipped: Int32Array | null;
  /** Of the loss, where the network tells classes: before and after. */
  loss: { label: number; known: boolean; before: number; after: number } | null;
}

export interface StepErrorRequest {
  explorationId: number;
  direction: StepDirection;
  /** Which way along the direction. */
  sign: 1 | -1;
}

/** The error of the prediction against the size of the step, both ascending, and what is to be said of it. */
export interface StepErrors {
  explorationId: number;
  steps: readonly number[];
  errors: readonly number[];
  /** Flips up to the explored layer at each step. */
  flips: readonly number[];
  /** A step whose predicted change is about as large as the activations, rounded: how far a slider should reach. */
  reach: number;
  /** Where the parameter is now, for a single one. */
  start: number | null;
  /** Errors below this are rounding. */
  floor: number;
  /** log error = slope · log step + intercept (base 10) over the steps before the first flip and above rounding; null with fewer than three. */
  fit: { slope: number; intercept: number; from: number; to: number } | null;
  /** The largest step without a flip; null where even the smallest has one. */
  smoothTo: number | null;
  /** The whole way without a flip is exact but for rounding: the layer is linear along this direction. */
  linear: boolean;
  /** Numbers that move. */
  moved: number;
  /** Maps of the explored layer that move, at the steps measured. */
  maps: readonly number[];
}
