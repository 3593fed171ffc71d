// Runs: their settings, their state, their curve. Types only.
import type { EngineError } from './error.ts';
import type { LayerInfo, NetworkName, TrainedNetwork } from './network.ts';

export type Shuffle = 'once' | 'every-epoch' | 'never';
export type PixelScale = '0-255' | '0-1';

/** Everything that decides a run. The same settings on the same device give the same run. */
export interface TrainSettings {
  network: TrainedNetwork;
  seed: number;
  imagesPerClass: number;
  epochs: number;
  batchSize: number;
  learningRate: number;
  momentum: number;
  l2: number;
  shuffle: Shuffle;
  validationEvery: number;
  validationImages: number;
  pixelScale: PixelScale;
  filters: number;
  kernelSize: number;
  batchNormEpsilon: number;
  batchNormMomentum: number;
}

/** One control of the settings panel: its default, its bounds, and one plain line about it. */
export interface SettingField {
  name: keyof TrainSettings;
  label: string;
  help: string;
  /** Groups shown together, in this order. */
  group: 'data' | 'network' | 'optimizer' | 'validation';
  default: number | string;
  kind: 'integer' | 'number' | 'choice';
  min?: number;
  max?: number;
  step?: number;
  choices?: readonly { value: string; label: string }[];
  /** The networks that it applies to; all when left out. */
  networks?: readonly TrainedNetwork[];
}

/** Why a value is refused, said beside its control. */
export interface SettingProblem {
  field: keyof TrainSettings;
  message: string;
}

export type RunPhase =
  | 'ready-made' // the shipped run is shown; nothing has been trained here
  | 'untrained' // initial weights for digits of the visitor's own are shown; nothing has been trained on them
  | 'loaded' // the visitor's own model is shown; it is not trained here
  | 'preparing' // compiling, drawing the split, initial weights
  | 'training'
  | 'paused'
  | 'validating'
  | 'finalising' // batch-norm statistics over the whole training set
  | 'finished'
  | 'stopped'
  | 'failed';

export interface RunState {
  network: NetworkName;
  /** The layer to look at first. */
  suggested: string;
  /** H, W, C of one input image; a vector of F numbers is [1, 1, F]. */
  inputShape: readonly [number, number, number];
  phase: RunPhase;
  /** True when the weights in use were shipped with the page. */
  readyMade: boolean;
  /** Goes up by one whenever the weights in use change. */
  revision: number;
  settings: TrainSettings;
  iteration: number;
  iterations: number;
  epoch: number;
  epochs: number;
  iterationsPerEpoch: number;
  /** Training images a second over the last few iterations; null before the first. */
  imagesPerSecond: number | null;
  secondsLeft: number | null;
  /** How far the phases `validating` and `finalising` are, and in `preparing` the GPU programs, 0 to 1; null where that is not known. */
  fraction: number | null;
  error: EngineError | null;
  layers: readonly LayerInfo[];
  /** Iterations that can be gone back to, ascending; 0 is before the first. Empty where nothing was trained here. */
  moments: readonly number[];
  /** Every so manieth iteration is kept. */
  momentsEvery: number;
  /** The iteration on show; null: the weights as they are now. */
  moment: number | null;
  /** Revision of the weights that the last validation read; null before one. */
  validated: number | null;
  trainingImages: number;
  validationImages: number;
}

/** A run that is kept in the browser's storage. */
export interface RunEntry {
  id: string;
  name: string;
  settings: TrainSettings;
  /** Identity of the digits that it was trained on; null for the shipped ones. */
  digits: string | null;
  /** When it began and when it was last kept, milliseconds since 1970. */
  created: number;
  saved: number;
  /** `under-way`: it was cut off, or is training now. */
  phase: 'under-way' | 'finished' | 'stopped';
  iteration: number;
  iterations: number;
  /** Of the last validation, 0 to 1. */
  accuracy: number | null;
}

/** One point of the curve. Training points carry the batch's loss and accuracy. */
export interface CurvePoint {
  iteration: number;
  loss: number;
  /** Fraction right, 0 to 1. */
  accuracy: number;
}

export interface Curve {
  training: readonly CurvePoint[];
  validation: readonly CurvePoint[];
}
