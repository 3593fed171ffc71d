// What the worker offers and tells. Types only.
import type { BrowsePage, BrowseRequest, DigitsInfo, DigitsInUse, DigitsSource, ImageSource, ShownImage } from './digits.ts';
import type { EngineError } from './error.ts';
import type { ExportRequest, ExportStarted, InputInfo, InputSource, NamedFile, SelectionExportRequest, SnippetLanguage } from './files.ts';
import type { CheckResult, Column, Exploration, ExploreRequest, JacobianPlan, Row, Unit } from './jacobian.ts';
import type { Filters, NetworkInfo, NetworkName } from './network.ts';
import type { QuestionKind, Questions } from './questions.ts';
import type { Curve, PixelScale, RunEntry, RunState, SettingField, SettingProblem, TrainSettings } from './training.ts';

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

export type Task = 'digits' | 'pipelines' | 'jacobian' | 'export' | QuestionKind;

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
  /** Stops an exploration, an export, the reading of digits or a question under way; it rejects with the code `aborted`. */
  cancel(task: 'jacobian' | 'export' | 'digits' | QuestionKind): Promise<void>;
  /** What a view wants to know, by the question's name. The latest of a kind wins: one under way rejects with the code `aborted`. */
  ask<K extends QuestionKind>(kind: K, request: Questions[K]['request']): Promise<Questions[K]['answer']>;
  /** Begins an export; one under way is stopped. */
  exportJacobian(request: ExportRequest): Promise<ExportStarted>;
  /** Begins the export of one unit's row and what belongs to it; one under way is stopped. Fetched likewise. */
  exportSelection(request: SelectionExportRequest): Promise<ExportStarted>;
  /** The next bytes of the file, computed when asked for; null at its end. */
  exportChunk(exportId: number): Promise<Uint8Array | null>;
  /** A program that computes the same matrix, to run beside an export of it. */
  snippet(explorationId: number, language: SnippetLanguage): Promise<string>;
}
