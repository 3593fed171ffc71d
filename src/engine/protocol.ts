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

/** The networks that can be trained here. */
export type TrainedNetwork = 'question' | 'three-block' | 'mlp';
/** What can be looked at: those, and a model that the visitor brought. */
export type NetworkName = TrainedNetwork | 'loaded';

/** One choice of network, and what would be seen on choosing it. */
export interface NetworkInfo {
  name: NetworkName;
  label: string;
  /** One plain line about it. For a loaded model: its file, input and outputs. */
  help: string;
  trainable: boolean;
  /** `run`: what was trained here, finished or paused. `untrained`: initial weights. `none`: nothing has been loaded yet. */
  shows: 'ready-made' | 'run' | 'untrained' | 'loaded' | 'none';
}

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

/** A layer as the network strip shows it. */
export interface LayerInfo {
  name: string;
  type: string;
  /** Output shape of one image: [H, W, C] or [units]. */
  shape: readonly number[];
  /** TensorFlow layout; `trainable` false: only differentiated by when it is named. */
  parameters: readonly { name: string; shape: readonly number[]; size: number; trainable: boolean }[];
  /** True when the Jacobian of its outputs can be had: of every layer. */
  explorable: boolean;
  /** Numbers of θ when its outputs are differentiated by every trainable parameter up to it; 0: only by the input. */
  columns: number;
  /** True where a batch norm is at or below it, so that batch statistics differ from inference. */
  overBatchNorm: boolean;
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
  /** Validation done so far within the phases `validating` and `finalising`, 0 to 1. */
  fraction: number | null;
  error: EngineError | null;
  layers: readonly LayerInfo[];
  /** Iterations that can be gone back to, ascending; 0 is before the first. Empty where nothing was trained here. */
  moments: readonly number[];
  /** Every so manieth iteration is kept. */
  momentsEvery: number;
  /** The iteration on show; null: the weights as they are now. */
  moment: number | null;
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

/**
 * The weights that look at the image, as they are now: the first convolution's kernel [kh, kw, cin, cout] row-major, or a
 * first dense layer's as [H, W, C, units].
 */
export interface Filters {
  revision: number;
  shape: readonly [number, number, number, number];
  values: Float32Array;
}

export type Task = 'digits' | 'pipelines' | 'jacobian' | 'export';

export interface Progress {
  task: Task;
  label: string;
  done: number;
  total: number;
  /** Null while it is not known. */
  secondsLeft: number | null;
}

export type EngineEvent =
  /** Null: the task is over. Several may go on at once. */
  | { kind: 'progress'; task: Task; progress: Progress | null }
  | { kind: 'run'; run: RunState }
  | { kind: 'curve'; curve: Curve }
  /** Null where the network does not begin with weights that can be shown as pictures. */
  | { kind: 'filters'; filters: Filters | null }
  | { kind: 'networks'; networks: readonly NetworkInfo[] }
  /** The runs that are kept, the newest first. */
  | { kind: 'runs'; runs: readonly RunEntry[] }
  /** Other digits are in use; `run` and what belongs to it follow. */
  | { kind: 'digits'; digits: DigitsInfo; kept: readonly DigitsInfo[] }
  | { kind: 'backend'; backend: BackendInfo }
  | { kind: 'error'; error: EngineError };

export interface Opened {
  backend: BackendInfo;
  fields: readonly SettingField[];
  defaults: TrainSettings;
  run: RunState;
  curve: Curve;
  filters: Filters | null;
  networks: readonly NetworkInfo[];
  digits: DigitsInfo;
  /** Those that are kept, the newest first; one that is `under-way` was cut off. */
  runs: readonly RunEntry[];
}

/** Digits that can be trained on. */
export interface DigitsInfo {
  count: number;
  /** Rows and columns of one image. */
  height: number;
  width: number;
  classes: number;
  /** Of the classes, by number. */
  names: readonly string[];
  /** What the visitor handed over, by its name; null for the shipped digits. */
  name: string | null;
  /** The same wherever the same images and labels are; null for the shipped digits. */
  identity: string | null;
}

/** A file of the visitor's own. Its bytes stay where they are until the worker reads them; they go nowhere else. */
export interface OwnFile {
  /** With the folders that it lies in: `digits/3/a.png`. */
  path: string;
  file: Blob;
}

export type DigitsSource =
  /** Class folders of images, or pairs of IDX files; told apart by what is in them. `folders` are those seen, empty ones too. */
  | { kind: 'files'; name: string; files: readonly OwnFile[]; folders: readonly string[] }
  /** Digits that were in use before; null: the shipped ones. */
  | { kind: 'kept'; identity: string | null };

/** A file or a class that is not used, and why. */
export interface LeftOut {
  name: string;
  reason: string;
}

export interface DigitsInUse {
  digits: DigitsInfo;
  /** All that can be gone back to, the shipped ones first, with what was trained on them. */
  kept: readonly DigitsInfo[];
  run: RunState;
  /** Those handed over, as far as these digits allow. */
  settings: TrainSettings;
  leftOut: readonly LeftOut[];
  /** In words what was done to the images that are used, and what is no longer kept. */
  notes: readonly string[];
}

/** One image to look at, that is no part of the digits. */
export type ImageSource =
  /** `invert`: light to dark and back; left out, judged by the edges, which should be as dark as those of the digits. */
  | { kind: 'file'; name: string; file: Blob; invert?: boolean }
  /** Light ink on black; it is centred and scaled as MNIST's digits are. */
  | { kind: 'drawing'; name: string; width: number; height: number; rgba: Uint8ClampedArray };

export interface ShownImage {
  /** The `digit` of a request that asks for it. */
  index: number;
  name: string;
  inverted: boolean;
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

/** A file that the visitor handed over. */
export interface NamedFile {
  name: string;
  bytes: Uint8Array;
}

/** What a loaded model is shown. */
export type InputSource =
  /** The chosen digit, resampled bilinearly to the model's height and width, the same in every channel. */
  | { kind: 'digit' }
  /** An array [N, H, W, C], [H, W, C] or [H, W] of exactly the model's size, taken as it is (`scale` has no effect on it). */
  | { kind: 'npy'; file: NamedFile }
  /** A decoded picture, resampled likewise; for one channel its luminance. */
  | { kind: 'pixels'; name: string; width: number; height: number; rgba: Uint8ClampedArray };

export interface InputInfo {
  kind: InputSource['kind'];
  scale: PixelScale;
  /** Images to choose from: `digit` of a request counts through them. */
  count: number;
  name: string | null;
}

export type ExportFormat = 'npz' | 'mat';
/** `dense`: h and J. `blocks`: what can differ from zero, and its columns. `parameters`: an array a parameter. */
export type ExportLayout = 'dense' | 'blocks' | 'parameters';

export interface ExportRequest {
  explorationId: number;
  format: ExportFormat;
  layout: ExportLayout;
  /** In inference mode, rows of so many images: the explored one and those that follow it. Default 1. In batch mode, those of the exploration. */
  images?: number;
}

/** A file that is being made. Fetch it with `exportChunk` until that answers null. */
export interface ExportStarted {
  exportId: number;
  /** A file name that says what it holds. */
  name: string;
  /** About how many bytes it will have. */
  bytes: number;
}

export type SnippetLanguage = 'matlab' | 'pytorch' | 'jax' | 'tensorflow';

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
  /** Shows the run as it was after an iteration (one of `moments`), or with null as it is now. Training goes on meanwhile. */
  look(iteration: number | null): Promise<RunState>;
  /** More epochs for a run that is paused or over: it goes on where it ended, as if it had been meant to be longer from the start. */
  extend(epochs: number): Promise<void>;
  /** Settings that only later iterations read: learning rate, momentum, weight decay, how often to validate. For a run that is paused or over. */
  adjust(change: Partial<TrainSettings>): Promise<void>;
  /** Shows a run that is kept; one that was cut off stands still where it was. It takes the place of its network's run, which stays kept. */
  openRun(id: string): Promise<RunState>;
  renameRun(id: string, name: string): Promise<void>;
  deleteRun(id: string): Promise<void>;
  /** As a file to take along; `loadRun` reads it. */
  saveRun(id: string): Promise<NamedFile>;
  /** Keeps a run from a file, and shows it. When it is refused, nothing has changed. */
  loadRun(file: NamedFile): Promise<RunState>;
  runCurve(id: string): Promise<Curve>;
  /** Drops the run and returns to the ready-made one. */
  reset(): Promise<void>;
  /**
   * Shows another network: what was trained of it here, else its shipped run. A run that is training is paused and kept;
   * choosing its network again shows it. Answers with the events `run`, `curve`, `filters` and `networks`.
   */
  choose(network: NetworkName): Promise<RunState>;
  /** Reads a model (model.json and its weight files) and shows it. When it is refused, nothing has changed. */
  loadModel(files: readonly NamedFile[]): Promise<RunState>;
  /** What the loaded model is shown, and the range of its pixels. When it is refused, nothing has changed. */
  setInput(source: InputSource, scale: PixelScale): Promise<InputInfo>;
  /** model.json and weights of what is shown, as they are now; TensorFlow.js and the command line read them. */
  saveModel(): Promise<readonly NamedFile[]>;
  /**
   * Trains on and shows other digits from now on. Those in use stay until the new ones are whole, and when they are refused. What
   * was trained is kept with its digits. Answers with the events `digits`, `networks`, `run`, `curve` and `filters`.
   */
  useDigits(source: DigitsSource, settings: TrainSettings): Promise<DigitsInUse>;
  /** Puts an image beside the digits in use, in their size, without a class. */
  showImage(source: ImageSource): Promise<ShownImage>;
  browse(request: BrowseRequest): Promise<BrowsePage>;
  /** What the Jacobian will take. Its pipelines begin to compile, so that the click that asks for it does not wait for them. */
  plan(request: ExploreRequest): Promise<JacobianPlan>;
  /** The latest wins: one under way rejects with the code `aborted`. */
  explore(request: ExploreRequest): Promise<Exploration>;
  /** ‖∂h_r/∂(one parameter block)‖ of every unit. */
  blockNorms(explorationId: number, parameter: string): Promise<Float32Array>;
  row(explorationId: number, unit: Unit): Promise<Row>;
  column(explorationId: number, index: number): Promise<Column>;
  check(explorationId: number, unit: Unit): Promise<CheckResult>;
  /** Stops an exploration, an export or the reading of digits under way; it rejects with the code `aborted`. */
  cancel(task: 'jacobian' | 'export' | 'digits'): Promise<void>;
  /** Begins an export; one under way is stopped. */
  exportJacobian(request: ExportRequest): Promise<ExportStarted>;
  /** The next bytes of the file, computed when asked for; null at its end. */
  exportChunk(exportId: number): Promise<Uint8Array | null>;
  /** A program that computes the same matrix, to run beside an export of it. */
  snippet(explorationId: number, language: SnippetLanguage): Promise<string>;
}
