// The networks that the visitor has: which one is shown, what was trained of each, and the loaded one. Knows no explorations.
import type { Digits } from '../data/loadDigits.ts';
import { EngineFault, toEngineError } from '../engineError.ts';
import { TRAINED_NETWORKS } from '../model/buildNetwork.ts';
import type { EngineEvent, InputInfo, InputSource, NamedFile, NetworkInfo, NetworkName, PixelScale, RunState, TrainedNetwork, TrainSettings } from '../protocol.ts';
import { TrainingRun } from '../train/run.ts';
import type { RunBefore } from '../train/runRecord.ts';
import type { EngineHandle } from './engineHandle.ts';
import { type LoadedModel, loadModelFiles } from './loadedModel.ts';
import type { Keeper } from './runLibrary.ts';
import type { Showing, Start } from './showing.ts';
import { TrainingShown } from './trainingShown.ts';

export interface NetworksHost {
  readonly digits: Digits;
  readonly engine: EngineHandle;
  emit(event: EngineEvent): void;
  revise(): number;
  /** Keeps a new run from now on. */
  keeper(settings: TrainSettings): Keeper;
  /** What a network shows before it is trained here: its shipped run, or initial weights. */
  openReady(network: TrainedNetwork): Promise<Start>;
}

export class Networks {
  #shown: NetworkName = 'question';
  #loaded: LoadedModel | null = null;
  readonly #runs = new Map<TrainedNetwork, TrainingShown>();
  readonly #ready = new Map<TrainedNetwork, Start>();
  #turn: Promise<unknown> = Promise.resolve();

  /** `first` is what the question's network shows before it is trained. */
  constructor(
    private readonly host: NetworksHost,
    private readonly first: Start,
  ) {
    first.renew(host.revise());
    this.#ready.set('question', first);
  }

  get showing(): Showing {
    if (this.#shown === 'loaded') return this.#loaded!;
    return this.#runs.get(this.#shown) ?? this.#ready.get(this.#shown)!;
  }

  /** The run that is shown; null where none has been trained. */
  get run(): TrainingRun | null {
    return this.#shown === 'loaded' ? null : (this.#runs.get(this.#shown)?.run ?? null);
  }

  list(): NetworkInfo[] {
    const trained = TRAINED_NETWORKS.map(({ name, label, help }): NetworkInfo => ({ name, label, help, trainable: true, shows: this.#runs.has(name) ? 'run' : this.first.readyMade ? 'ready-made' : 'untrained' }));
    const help = this.#loaded?.words ?? 'A TensorFlow.js layers model: model.json and its weight files.';
    return [...trained, { name: 'loaded', label: 'Your own', help, trainable: false, shows: this.#loaded ? 'loaded' : 'none' }];
  }

  /** @throws when it cannot be had; then nothing has changed. */
  choose(network: NetworkName): Promise<RunState> {
    return this.#inTurn(async () => {
      if (network === 'loaded' && !this.#loaded) throw new EngineFault('no-model', 'model: none has been loaded; choose model.json and its weight files');
      if (network !== 'loaded' && !this.#runs.has(network)) await this.#openReady(network);
      return this.#show(network);
    });
  }

  load(files: readonly NamedFile[]): Promise<RunState> {
    return this.#inTurn(async () => {
      const loaded = await loadModelFiles(files, this.first.data);
      this.#loaded?.dispose();
      this.#loaded = loaded;
      return this.#show('loaded');
    });
  }

  async setInput(source: InputSource, scale: PixelScale): Promise<InputInfo> {
    const loaded = this.#loaded;
    if (!loaded) throw new EngineFault('no-model', 'input: no model has been loaded to show it to; load one first');
    const info = await loaded.setInput(source, scale);
    loaded.renew(this.host.revise());
    if (this.#shown === 'loaded') this.host.emit({ kind: 'run', run: loaded.state() });
    return info;
  }

  /** A new run takes the place of its network's last; one of another network is paused and kept. Settings must be valid. */
  train(settings: TrainSettings, paused: boolean): Promise<TrainingRun> {
    return this.#inTurn(async () => {
      const { network } = settings;
      if (this.#shown !== network) this.#hold();
      await this.#drop(network);
      const run = this.#begin(settings, this.host.keeper(settings), { paused });
      this.#shown = network;
      this.host.emit({ kind: 'networks', networks: this.list() });
      return run;
    });
  }

  /** Shows a run that was kept, standing still where it was or over, in the place of its network's run. Its settings must be valid. */
  open(before: RunBefore, keeper: Keeper): Promise<RunState> {
    return this.#inTurn(async () => {
      const { settings } = before.checkpoint;
      if (this.#runs.get(settings.network)?.id !== keeper.id) {
        // Weights that do not fit are refused before the other run goes.
        const shown = this.#shownOf(settings, keeper, { paused: true, from: before });
        await this.#drop(settings.network);
        this.#runs.set(settings.network, shown);
      }
      return this.#show(settings.network);
    });
  }

  /** Shows the run as it was after an iteration, or as it is now. @throws where there is no run, or the iteration is not kept. */
  look(iteration: number | null): Promise<RunState> {
    return this.#inTurn(async () => {
      const shown = this.#shown === 'loaded' ? undefined : this.#runs.get(this.#shown);
      if (!shown) throw new EngineFault('no-run', 'look: nothing has been trained here; start a run first');
      shown.look(iteration, this.host.revise);
      const run = shown.state();
      this.host.emit({ kind: 'run', run });
      this.host.emit({ kind: 'filters', filters: await shown.filters() });
      return run;
    });
  }

  /** Drops the run that is shown, for the shipped one. */
  reset(): Promise<void> {
    return this.#inTurn(async () => {
      const network = this.#shown;
      if (network === 'loaded' || !this.#runs.has(network)) return;
      await this.#openReady(network);
      await this.#drop(network);
      await this.#show(network);
    });
  }

  /** Its digits are no longer kept. Whoever explored something here holds a copy of the weights. */
  dispose(): Promise<void> {
    return this.#inTurn(async () => {
      for (const network of this.#runs.keys()) await this.#drop(network);
      for (const start of this.#ready.values()) start.dispose();
      this.#loaded?.dispose();
    });
  }

  async #show(network: NetworkName): Promise<RunState> {
    if (network !== this.#shown) this.#hold();
    this.#shown = network;
    const { showing } = this;
    showing.renew(this.host.revise());
    const run = showing.state();
    this.host.emit({ kind: 'networks', networks: this.list() });
    this.host.emit({ kind: 'run', run });
    this.host.emit({ kind: 'curve', curve: showing.curve });
    this.host.emit({ kind: 'filters', filters: await showing.filters() });
    return run;
  }

  async #openReady(network: TrainedNetwork): Promise<void> {
    if (this.#ready.has(network)) return;
    this.#ready.set(network, await this.host.openReady(network));
  }

  #begin(settings: TrainSettings, keeper: Keeper, options: { paused: boolean }): TrainingRun {
    const shown = this.#shownOf(settings, keeper, options);
    this.#runs.set(settings.network, shown);
    return shown.run;
  }

  #shownOf(settings: TrainSettings, { id, keep }: Keeper, options: { paused: boolean; from?: RunBefore }): TrainingShown {
    const { digits, engine, revise } = this.host;
    const emit = (event: EngineEvent) => {
      const seen = this.#shown === settings.network && this.#runs.get(settings.network) === shown ? shown.seen(event) : null;
      if (seen) this.host.emit(seen);
    };
    // Nothing is emitted before this turn of the event loop is over.
    const run = new TrainingRun(settings, { digits, chunk: engine.chunk, forward: (model) => engine.forward(model), emit, revise, keep }, options);
    const shown = new TrainingShown(run, id);
    return shown;
  }

  /** The run on show stands still after the iteration in hand, while another network is shown. */
  #hold(): void {
    this.run?.pause().catch((error: unknown) => this.host.emit({ kind: 'error', error: toEngineError(error) }));
  }

  async #drop(network: TrainedNetwork): Promise<void> {
    const shown = this.#runs.get(network);
    if (!shown) return;
    await shown.run.abandon();
    this.#runs.delete(network);
    shown.dispose();
  }

  /** One change after another: a page may ask for the next while the last is still ending. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn;
  }
}
