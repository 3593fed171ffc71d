// The one object that owns device, model and jobs, and answers the page. Knows no worker and no message channel.
import { loadDigits, type Digits } from '../data/loadDigits.ts';
import { EngineFault } from '../engineError.ts';
import type {
  BrowsePage, BrowseRequest, CheckResult, Column, EngineApi, EngineEvent, Exploration, ExploreRequest, Opened, OpenOptions, Row, SettingProblem, TrainSettings, Unit,
} from '../protocol.ts';
import { openBackend } from '../train/backend.ts';
import { checkSettings } from '../train/checkSettings.ts';
import { TrainingRun } from '../train/run.ts';
import { DEFAULT_SETTINGS, SETTING_FIELDS } from '../train/settings.ts';
import { browse } from './browse.ts';
import { check } from './check.ts';
import { EngineHandle } from './engineHandle.ts';
import { explore } from './explore.ts';
import type { Explored } from './explored.ts';
import { Lru } from './lru.ts';
import { Predictions } from './predictions.ts';
import { downloadReadyRun, openReadyRun, type ReadyMade } from './readyMade.ts';
import type { Showing } from './showing.ts';
import { Snapshots } from './snapshots.ts';

const EXPLORATIONS_KEPT = 4;

/** What is there once the session is open. */
interface Parts {
  readonly digits: Digits;
  readonly engine: EngineHandle;
  readonly readyMade: ReadyMade;
}

export class Session implements EngineApi {
  #parts: Parts | null = null;
  #run: TrainingRun | null = null;
  #revision = 0;
  #explorations = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #predictions: Predictions | null = null;
  #emit: (event: EngineEvent) => void = () => {};
  readonly #explored = new Lru<Explored>(EXPLORATIONS_KEPT);
  readonly #snapshots = new Snapshots();

  /** `base` is the folder that holds digits/ and ready-made/. */
  constructor(
    private readonly base: URL,
    private readonly fetch: typeof globalThis.fetch = (...request) => globalThis.fetch(...request),
  ) {}

  async open(onEvent: (event: EngineEvent) => void, { backend: only }: OpenOptions = {}): Promise<Opened> {
    if (this.#parts) throw new EngineFault('open', 'engine: it is open already; ask it what you need');
    this.#emit = onEvent;
    const [backend, digits, files] = await Promise.all([
      openBackend({ only, onError: (error) => this.#emit({ kind: 'error', error }) }),
      this.#loadDigits(),
      downloadReadyRun(new URL('ready-made/', this.base), this.fetch),
    ]);
    const readyMade = await openReadyRun(files, digits);
    readyMade.revision = this.#revise();
    this.#parts = { digits, engine: new EngineHandle(backend.device), readyMade };
    const { count, height, width, classes } = digits;
    return {
      backend: backend.info,
      fields: SETTING_FIELDS,
      defaults: DEFAULT_SETTINGS,
      run: readyMade.state(),
      curve: readyMade.curve,
      filters: await readyMade.filters(),
      digits: { count, height, width, classes },
    };
  }

  async checkSettings(settings: TrainSettings): Promise<readonly SettingProblem[]> {
    return checkSettings(settings, this.#opened.digits);
  }

  async train(settings: TrainSettings, { paused = false }: { paused?: boolean } = {}): Promise<void> {
    const { digits, engine } = this.#opened;
    const problems = checkSettings(settings, digits);
    if (problems.length > 0) throw new EngineFault('settings', problems[0].message, problems.map((problem) => problem.message).join('\n'));
    await this.#inTurn(async () => {
      await this.#dropRun();
      this.#run = new TrainingRun(
        settings,
        { digits, chunk: engine.chunk, forward: (model) => engine.forward(model), emit: (event) => this.#emit(event), revise: () => this.#revise() },
        { paused },
      );
    });
    if (paused) await this.#run?.pause();
  }

  async pause(): Promise<void> {
    await this.#run?.pause();
  }

  async resume(): Promise<void> {
    this.#running('resume').resume();
  }

  async step(): Promise<void> {
    await this.#running('step').step();
  }

  async stop(): Promise<void> {
    await this.#run?.stop();
  }

  async reset(): Promise<void> {
    const { readyMade } = this.#opened;
    if (!(await this.#inTurn(() => this.#dropRun()))) return;
    readyMade.revision = this.#revise();
    this.#emit({ kind: 'run', run: readyMade.state() });
    this.#emit({ kind: 'curve', curve: readyMade.curve });
    this.#emit({ kind: 'filters', filters: await readyMade.filters() });
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

  async explore(request: ExploreRequest): Promise<Exploration> {
    const { engine } = this.#opened;
    const explored = await explore(request, ++this.#explorations, this.#snapshots.take(this.#showing), engine);
    this.#explored.put(explored.id, explored);
    return explored.parts.exploration;
  }

  async blockNorms(explorationId: number, parameter: string): Promise<Float32Array> {
    return this.#exploration(explorationId).blockNorms(parameter);
  }

  async row(explorationId: number, unit: Unit): Promise<Row> {
    return this.#exploration(explorationId).row(unit);
  }

  async column(explorationId: number, index: number): Promise<Column> {
    return this.#exploration(explorationId).column(index);
  }

  async check(explorationId: number, unit: Unit): Promise<CheckResult> {
    const explored = this.#exploration(explorationId);
    const snapshot = explored.parts.snapshot.retain();
    try {
      return await check(explored, unit);
    } finally {
      snapshot.release();
    }
  }

  get #opened(): Parts {
    if (!this.#parts) throw new EngineFault('not-open', 'engine: it is not open; call open() and wait for it');
    return this.#parts;
  }

  get #showing(): Showing {
    return this.#run ?? this.#opened.readyMade;
  }

  #revise(): number {
    return ++this.#revision;
  }

  #running(what: string): TrainingRun {
    if (!this.#run) throw new EngineFault('no-run', `${what}: nothing has been trained here; start a run first`);
    return this.#run;
  }

  #exploration(id: number): Explored {
    const explored = this.#explored.get(id);
    if (!explored) throw new EngineFault('exploration-gone', `exploration: ${id} is no longer kept; explore the digit again`);
    return explored;
  }

  #currentPredictions(): Predictions {
    const { engine } = this.#opened;
    if (this.#predictions?.snapshot.revision !== this.#showing.revision) {
      this.#predictions?.snapshot.release();
      this.#predictions = new Predictions(this.#snapshots.take(this.#showing), engine);
    }
    return this.#predictions;
  }

  /** False when there was none. */
  async #dropRun(): Promise<boolean> {
    if (!this.#run) return false;
    await this.#run.abandon();
    this.#run.dispose();
    this.#run = null;
    return true;
  }

  /** One change of run after another: a page may ask for the next while the last is still ending. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #loadDigits(): Promise<Digits> {
    const onProgress = (done: number, total: number) => this.#emit({ kind: 'progress', progress: { task: 'digits', label: 'Loading the digits', done, total } });
    try {
      return await loadDigits(new URL('digits/', this.base), { onProgress, fetch: this.fetch });
    } finally {
      this.#emit({ kind: 'progress', progress: null });
    }
  }
}
