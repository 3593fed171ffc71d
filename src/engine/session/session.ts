// The one object that owns device, networks and jobs, and answers the page. Knows no worker and no message channel.
import { EngineFault, toEngineError } from '../engineError.ts';
import type {
  BackendInfo, BrowsePage, BrowseRequest, CheckResult, Column, Curve, DigitsInUse, DigitsSource, EngineApi, EngineEvent, Exploration, ExploreRequest, ExportRequest, ExportStarted, ImageSource, InputInfo, InputSource,
  JacobianPlan, NamedFile, NetworkName, Opened, OpenOptions, PixelScale, QuestionKind, Questions, Row, RunState, SelectionExportRequest, SettingProblem, ShownImage, SnippetLanguage, TrainedNetwork, TrainSettings, Unit,
} from '../protocol.ts';
import { openBackend } from '../train/backend.ts';
import { DEFAULT_SETTINGS, SETTING_FIELDS } from '../train/settings.ts';
import { questionOf } from './asked.ts';
import { Asking } from './asking.ts';
import { putBeside } from './besideImages.ts';
import { browse } from './browse.ts';
import { check } from './check.ts';
import { DataSets } from './dataSets.ts';
import { type Decode, decodeImage } from './decodeImage.ts';
import { DigitsReading } from './digitsReading.ts';
import { EngineHandle } from './engineHandle.ts';
import { Explorations } from './explorations.ts';
import { Exporting } from './exporting.ts';
import type { Networks } from './networks.ts';
import { Predictions } from './predictions.ts';
import { openReadyRun } from './readyMade.ts';
import { RunCommands } from './runCommands.ts';
import { RunLibrary } from './runLibrary.ts';
import { BrowserRuns, RunsInMemory, type RunStorage } from './runStorage.ts';
import { Shipped } from './shipped.ts';
import { snippet } from './snippet.ts';
import { Snapshots } from './snapshots.ts';
import { WarmUp } from './warmUp.ts';

/** What is there once the session is open. */
interface Parts {
  readonly backend: BackendInfo['kind'];
  readonly data: DataSets;
  readonly runs: RunCommands;
  readonly engine: EngineHandle;
  readonly exporting: Exporting;
  readonly warmUp: WarmUp;
}

export class Session implements EngineApi {
  #parts: Parts | null = null;
  #revision = 0;
  #predictions: Predictions | null = null;
  #listener: (event: EngineEvent) => void = () => {};
  readonly #emit = (event: EngineEvent): void => this.#listener(event);
  readonly #explorations = new Explorations(this.#emit);
  readonly #asking = new Asking(this.#emit);
  readonly #snapshots = new Snapshots();
  readonly #shipped: Shipped;
  readonly #library: RunLibrary;
  readonly #reading: DigitsReading;

  /** `base` is the folder that holds digits/ and ready-made/; `decode` reads pictures; `storage` keeps runs. */
  constructor(
    base: URL,
    fetch: typeof globalThis.fetch = (...request) => globalThis.fetch(...request),
    private readonly decode: Decode = decodeImage,
    storage: RunStorage = typeof indexedDB === 'undefined' ? new RunsInMemory() : new BrowserRuns(),
  ) {
    this.#shipped = new Shipped(base, fetch, this.#emit);
    this.#library = new RunLibrary(storage, this.#emit);
    this.#reading = new DigitsReading(decode, this.#emit);
  }

  async open(onEvent: (event: EngineEvent) => void, { backend: only }: OpenOptions = {}): Promise<Opened> {
    if (this.#parts) throw new EngineFault('open', 'engine: it is open already; ask it what you need');
    this.#listener = onEvent;
    const [backend, shipped, files] = await Promise.all([
      openBackend({ only, onError: (error) => this.#emit({ kind: 'error', error }) }),
      this.#shipped.digits(),
      this.#shipped.readyFiles('question'),
      this.#library.open(),
    ]);
    const engine = new EngineHandle(backend.device);
    const data = await DataSets.open({ engine, emit: this.#emit, revise: () => ++this.#revision, keeper: (settings, digits) => this.#library.begin(settings, digits) }, shipped, {
      first: (digits) => openReadyRun(files, digits),
      other: (network: TrainedNetwork, digits) => this.#shipped.readyMade(network, digits),
    });
    this.#parts = { backend: backend.info.kind, data, runs: new RunCommands(data, this.#library), engine, exporting: new Exporting(engine, this.#emit), warmUp: new WarmUp(engine, this.#emit) };
    const { networks } = data;
    const { showing } = networks;
    const opened: Opened = {
      backend: backend.info,
      fields: SETTING_FIELDS,
      defaults: DEFAULT_SETTINGS,
      run: showing.state(),
      curve: showing.curve,
      filters: await showing.filters(),
      networks: networks.list(),
      digits: data.info,
      runs: this.#library.list,
    };
    this.#compileAhead();
    return opened;
  }

  async checkSettings(settings: TrainSettings): Promise<readonly SettingProblem[]> {
    return this.#opened.runs.problems(settings);
  }

  async train(settings: TrainSettings, { paused = false }: { paused?: boolean } = {}): Promise<void> {
    await this.#opened.runs.train(settings, paused);
  }

  async pause(): Promise<void> {
    await this.#opened.runs.pause();
  }

  async resume(): Promise<void> {
    this.#opened.runs.resume();
  }

  async step(): Promise<void> {
    await this.#opened.runs.step();
  }

  async stop(): Promise<void> {
    await this.#opened.runs.stop();
  }

  async look(iteration: number | null): Promise<RunState> {
    return this.#opened.networks.look(iteration);
  }

  async extend(epochs: number): Promise<void> {
    this.#opened.runs.extend(epochs);
  }

  async adjust(change: Partial<TrainSettings>): Promise<void> {
    this.#opened.runs.adjust(change);
  }

  async openRun(id: string): Promise<RunState> {
    const run = await this.#opened.runs.open(id);
    this.#compileAhead();
    return run;
  }

  async renameRun(id: string, name: string): Promise<void> {
    await this.#library.rename(id, name);
  }

  async deleteRun(id: string): Promise<void> {
    await this.#library.delete(id);
  }

  async saveRun(id: string): Promise<NamedFile> {
    return this.#library.save(id);
  }

  async loadRun(file: NamedFile): Promise<RunState> {
    const run = await this.#opened.runs.load(file);
    this.#compileAhead();
    return run;
  }

  async runCurve(id: string): Promise<Curve> {
    return this.#library.curve(id);
  }

  async reset(): Promise<void> {
    await this.#opened.networks.reset();
  }

  async choose(network: NetworkName): Promise<RunState> {
    const run = await this.#opened.networks.choose(network);
    this.#compileAhead();
    return run;
  }

  async loadModel(files: readonly NamedFile[]): Promise<RunState> {
    const run = await this.#opened.data.load(files);
    this.#compileAhead();
    return run;
  }

  async setInput(source: InputSource, scale: PixelScale): Promise<InputInfo> {
    return this.#opened.networks.setInput(source, scale);
  }

  async saveModel(): Promise<readonly NamedFile[]> {
    return this.#opened.networks.showing.files();
  }

  async useDigits(source: DigitsSource, settings: TrainSettings): Promise<DigitsInUse> {
    const { data } = this.#opened;
    try {
      return await this.#reading.use(source, settings, data);
    } finally {
      this.#compileAhead();
    }
  }

  async showImage(source: ImageSource): Promise<ShownImage> {
    return putBeside(source, this.#opened.digits, this.decode);
  }

  async browse(request: BrowseRequest): Promise<BrowsePage> {
    const predictions = this.#currentPredictions();
    const snapshot = predictions.snapshot.retain();
    try {
      return await browse(request, snapshot.data, predictions);
    } finally {
      snapshot.release();
    }
  }

  async plan(request: ExploreRequest): Promise<JacobianPlan> {
    const { engine, networks, warmUp } = this.#opened;
    const snapshot = this.#snapshots.take(networks.showing);
    try {
      const question = await questionOf(request, snapshot, engine);
      warmUp.begin(question);
      return { ...question.plan, seconds: engine.speed.seconds(question.plan.multiplyAdds) };
    } finally {
      snapshot.release();
    }
  }

  async explore(request: ExploreRequest): Promise<Exploration> {
    const { engine, networks } = this.#opened;
    return (await this.#explorations.explore(request, this.#snapshots.take(networks.showing), engine)).parts.exploration;
  }

  async blockNorms(explorationId: number, parameter: string): Promise<Float32Array> {
    return this.#explorations.get(explorationId).blockNorms(parameter);
  }

  async row(explorationId: number, unit: Unit): Promise<Row> {
    return this.#explorations.get(explorationId).row(unit);
  }

  async column(explorationId: number, index: number): Promise<Column> {
    return this.#explorations.get(explorationId).column(index);
  }

  async check(explorationId: number, unit: Unit): Promise<CheckResult> {
    const explored = this.#explorations.get(explorationId);
    const snapshot = explored.parts.snapshot.retain();
    try {
      return await check(explored, unit, this.#opened.backend);
    } finally {
      snapshot.release();
    }
  }

  async ask<K extends QuestionKind>(kind: K, request: Questions[K]['request']): Promise<Questions[K]['answer']> {
    const { engine, data, networks } = this.#opened;
    return this.#asking.ask(kind, request, {
      engine, data, networks, runs: this.#library,
      explored: (id) => this.#explorations.get(id),
      snapshot: () => this.#snapshots.take(networks.showing),
      predictions: () => this.#currentPredictions(),
    });
  }

  async cancel(task: 'jacobian' | 'export' | 'digits' | QuestionKind): Promise<void> {
    if (task === 'export') this.#opened.exporting.cancel();
    else if (task === 'digits') this.#reading.cancel();
    else if (task === 'jacobian') this.#explorations.cancel();
    else this.#asking.cancel(task);
  }

  async exportJacobian(request: ExportRequest): Promise<ExportStarted> {
    return this.#opened.exporting.start(this.#explorations.get(request.explorationId), request);
  }

  async exportSelection(request: SelectionExportRequest): Promise<ExportStarted> {
    return this.#opened.exporting.startSelection(this.#explorations.get(request.explorationId), request);
  }

  async exportChunk(exportId: number): Promise<Uint8Array | null> {
    return this.#opened.exporting.next(exportId);
  }

  async snippet(explorationId: number, language: SnippetLanguage): Promise<string> {
    return snippet(this.#explorations.get(explorationId), language);
  }

  get #opened(): Parts & { readonly networks: Networks; readonly digits: DataSets['digits'] } {
    if (!this.#parts) throw new EngineFault('not-open', 'engine: it is not open; call open() and wait for it');
    const { networks, digits } = this.#parts.data;
    return { ...this.#parts, networks, digits };
  }

  #currentPredictions(): Predictions {
    const { engine, networks } = this.#opened;
    if (this.#predictions?.snapshot.revision !== networks.showing.revision) {
      this.#predictions?.snapshot.release();
      this.#predictions = new Predictions(this.#snapshots.take(networks.showing), engine);
    }
    return this.#predictions;
  }

  /** What a visitor will most likely look at first, so that the first click need not wait. */
  #compileAhead(): void {
    const { suggested } = this.#opened.networks.showing.state();
    if (this.#opened.engine.device) this.plan({ digit: 0, of: suggested }).catch((error: unknown) => console.warn('pipelines', toEngineError(error).message));
  }
}
