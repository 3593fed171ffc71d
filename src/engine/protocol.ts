// The worker's interface: what the page may ask and what it hears back. Types only; it knows neither
// TensorFlow.js nor WebGPU. Index letters: N images, R rows (units), P columns (parameters), H W C a feature map.

/** An error as it crosses the worker: `message` reads `noun: value`, then what to do. */
export interface EngineError {
  code: string;
  message: string;
  detail?: string;
}

/** Where training and the engine run, in words that a visitor can read. */
export interface BackendInfo {
  kind: 'webgpu' | 'webgl' | 'cpu';
  /** The adapter as the browser names it, e.g. `nvidia ampere` or `google swiftshader`. */
  device: string;
  /** True for a WebGPU adapter that runs on the processor. */
  software: boolean;
  /** What is lost and what to do about it; null when a real GPU is in use through WebGPU. */
  notice: string | null;
}

export type Shuffle = 'once' | 'every-epoch' | 'never';
export type PixelScale = '0-255' | '0-1';

/** Everything that decides a run. The same settings on the same device give the same run. */
export interface TrainSettings {
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
}

/** Why a value is refused, said beside its control. */
export interface SettingProblem {
  field: keyof TrainSettings;
  message: string;
}

/** A layer as the network strip shows it. */
export interface LayerInfo {
  name: string;
  type: string;
  /** Output shape of one image: [H, W, C] or [units]. */
  shape: readonly number[];
  parameters: readonly { name: string; shape: readonly number[]; size: number }[];
  /** True when its outputs can be explored as feature maps here. */
  explorable: boolean;
}

export type RunPhase =
  | 'ready-made' // the shipped run is shown; nothing has been trained here
  | 'preparing' // compiling, drawing the split, initial weights
  | 'training'
  | 'paused'
  | 'validating'
  | 'finalising' // batch-norm statistics over the whole training set
  | 'finished'
  | 'stopped'
  | 'failed';

export interface RunState {
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
  /** Validation done so far within the phases `validating` and `finalising`, 0 to 1. */
  fraction: number | null;
  error: EngineError | null;
  layers: readonly LayerInfo[];
  trainingImages: number;
  validationImages: number;
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

/** The first convolution's kernel, [kh, kw, cin, cout] row-major, as it is now. */
export interface Filters {
  revision: number;
  shape: readonly [number, number, number, number];
  values: Float32Array;
}

export interface Progress {
  /** What is going on, in words: `digits`, `pipelines`, `classify`. */
  task: string;
  label: string;
  done: number;
  total: number;
}

export type EngineEvent =
  | { kind: 'progress'; progress: Progress | null }
  | { kind: 'run'; run: RunState }
  | { kind: 'curve'; curve: Curve }
  | { kind: 'filters'; filters: Filters }
  | { kind: 'backend'; backend: BackendInfo }
  | { kind: 'error'; error: EngineError };

export interface Opened {
  backend: BackendInfo;
  fields: readonly SettingField[];
  defaults: TrainSettings;
  run: RunState;
  curve: Curve;
  filters: Filters;
  /** Rows and columns of one image, number of images and of classes. */
  digits: { count: number; height: number; width: number; classes: number };
}

export type Split = 'training' | 'validation';
export type Outcome = 'any' | 'right' | 'wrong';

export interface BrowseRequest {
  /** A class, or null for all. */
  label: number | null;
  outcome: Outcome;
  split: Split | 'any';
  /** How many matches to pass over, and how many to return. */
  offset: number;
  count: number;
}

export interface BrowseItem {
  /** Index into the data set as stored. */
  index: number;
  label: number;
  split: Split;
  predicted: number;
}

export interface BrowsePage {
  items: readonly BrowseItem[];
  /** Pixels of the items one after another, 0 to 255, H·W each. */
  pixels: Uint8Array;
  /** Images looked at to find these, of all that could match. */
  scanned: number;
  total: number;
  /** True when no further match exists. */
  end: boolean;
}

export interface BlockInfo {
  /** `conv1/kernel`. */
  parameter: string;
  layer: string;
  /** TensorFlow layout: kernel [kh, kw, cin, cout]; bias, gamma, beta [C]. */
  shape: readonly number[];
  /** First column and number of columns in θ. */
  start: number;
  size: number;
  /** `channel`: only the columns of the row's own channel can differ from zero. */
  structure: 'channel' | 'all' | 'window';
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

export interface ExploreRequest {
  /** Index into the data set. */
  digit: number;
  /** A layer that is explorable, e.g. `relu1`. */
  of: string;
}

/** A digit, the network's answer to it, and the Jacobian of the chosen layer, ready to be read. */
export interface Exploration {
  id: number;
  revision: number;
  readyMade: boolean;
  digit: {
    index: number;
    label: number;
    split: Split;
    height: number;
    width: number;
    /** As stored, 0 to 255. */
    pixels: Uint8Array;
    /** As the network sees it: scaled, less the mean training image. */
    input: Float32Array;
    /** The mean training image in the same scale as `input`. */
    mean: Float32Array;
  };
  probabilities: Float32Array;
  predicted: number;
  layer: { name: string; shape: readonly [number, number, number] };
  /** h, [H, W, C] row-major. */
  activations: Float32Array;
  /** ‖∂h_r/∂θ‖ of every unit, all parameters. */
  rowNorms: Float32Array;
  blocks: readonly BlockInfo[];
  /** θ: the values of the P parameters, in column order. */
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
  /** True when the whole row is zero because an activation is off; `reason` says so in words. */
  off: boolean;
  reason: string | null;
  /** What the unit looks at on the input; rows and columns of the image. */
  receptiveField: { top: number; left: number; height: number; width: number };
  /** The input inside the receptive field, [kh, kw, cin] row-major (zero outside the image). */
  patch: Float32Array;
  /** From the unit downwards. */
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

export interface OpenOptions {
  /** Only this backend, for tests and comparisons; without it the best there is. */
  backend?: BackendInfo['kind'];
  /** Address of the folder that holds digits/ and ready-made/; without it the page's own, as built. */
  base?: string;
}

/** What the worker offers. Every call may reject with an `EngineError`. */
export interface EngineApi {
  /** Opens the device, loads the digits and the ready-made run. Call it once. */
  open(onEvent: (event: EngineEvent) => void, options?: OpenOptions): Promise<Opened>;
  checkSettings(settings: TrainSettings): Promise<readonly SettingProblem[]>;
  /** Starts a new run from initial weights; with `paused` it stands before its first iteration. */
  train(settings: TrainSettings, options?: { paused?: boolean }): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** One iteration, then paused again. */
  step(): Promise<void>;
  /** Ends the run where it is; batch-norm statistics are still finished. */
  stop(): Promise<void>;
  /** Drops the run and returns to the ready-made one. */
  reset(): Promise<void>;
  browse(request: BrowseRequest): Promise<BrowsePage>;
  explore(request: ExploreRequest): Promise<Exploration>;
  /** ‖∂h_r/∂(one parameter block)‖ of every unit. */
  blockNorms(explorationId: number, parameter: string): Promise<Float32Array>;
  row(explorationId: number, unit: Unit): Promise<Row>;
  column(explorationId: number, index: number): Promise<Column>;
  check(explorationId: number, unit: Unit): Promise<CheckResult>;
}
