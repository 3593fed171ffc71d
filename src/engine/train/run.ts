// A training run: its parts put together, its phases, and what the visitor may do to it. Knows no page.
import type { Digits } from '../data/loadDigits.ts';
import { EngineFault, toEngineError } from '../engineError.ts';
import { buildNetwork } from '../model/buildNetwork.ts';
import { describeLayers, suggestedLayer } from '../model/describeLayers.ts';
import { drawWeights } from '../model/drawWeights.ts';
import { readFilters } from '../model/filters.ts';
import type { tfl } from '../model/tensorflow.ts';
import type { Curve, EngineError, EngineEvent, Filters, LayerInfo, RunPhase, RunState, TrainSettings } from '../protocol.ts';
import type { Forward } from './batchNormStatistics.ts';
import type { Checkpoint } from './checkpoint.ts';
import { Course } from './course.ts';
import { Gate } from './gate.ts';
import type { Moment } from './history.ts';
import { Pace } from './pace.ts';
import { Passes } from './passes.ts';
import type { Readings } from './readings.ts';
import { type AdjustableSetting, RunData } from './runData.ts';
import { RunEvents } from './runEvents.ts';
import { type RunBefore, RunRecord, type Validated } from './runRecord.ts';
import { validationsLeft } from './schedule.ts';
import { Trainer } from './trainer.ts';

/** What a run needs of its surroundings. */
export interface RunHost {
  readonly digits: Digits;
  /** How inference is done: the engine's forward pass. */
  forward(model: tfl.LayersModel): Forward;
  /** Images per forward pass. */
  readonly chunk: number;
  emit(event: EngineEvent): void;
  /** The weights in use have changed; answers their revision number. */
  revise(): number;
  /** Asked between iterations whether to take a checkpoint; `last`: nothing more follows soon. */
  keep?(run: TrainingRun, last: boolean): Promise<void>;
}

export class TrainingRun {
  readonly readyMade = false;
  readonly data: RunData;
  readonly model: tfl.Sequential;
  readonly #trainer: Trainer;
  readonly #record: RunRecord;
  readonly #gate: Gate;
  readonly #events: RunEvents;
  readonly #pace = new Pace();
  readonly #passes: Passes;
  readonly #course: Course;
  readonly #layers: readonly LayerInfo[];
  #ended: Promise<void>;
  #phase: RunPhase = 'preparing';
  /** What the run does, or did before it was paused. */
  #work: RunPhase = 'preparing';
  #error: EngineError | null = null;
  #still = false;

  /**
   * Draws split and weights and sets off, or with `paused` waits before the first iteration. Settings must be valid. With `from`
   * it stands where that run stood, to go on to the same numbers.
   */
  constructor(
    settings: TrainSettings,
    private readonly host: RunHost,
    { paused = false, from = null }: { paused?: boolean; from?: RunBefore | null } = {},
  ) {
    const { digits } = host;
    this.data = new RunData(digits, settings);
    this.model = buildNetwork(settings.network, { ...settings, height: digits.height, width: digits.width, classes: digits.classes });
    if (!from) drawWeights(this.model, settings.seed);
    this.#layers = describeLayers(this.model);
    this.#trainer = new Trainer(this.model, settings);
    this.#record = new RunRecord({ model: this.model, trainer: this.#trainer, data: this.data, revise: () => host.revise() });
    this.#events = new RunEvents((event) => this.#gate.ending === 'abandoned' || host.emit(event), this);
    this.#gate = new Gate(paused, (still) => this.#stoodStill(still));
    this.#passes = new Passes({
      data: this.data, model: this.model, gate: this.#gate, pace: this.#pace, chunk: host.chunk,
      forward: (of) => host.forward(of),
      onStart: (kind) => this.#startPass(kind),
      onProgress: () => this.#events.progress(),
    });
    this.#course = new Course({
      data: this.data, trainer: this.#trainer, record: this.#record, passes: this.#passes, gate: this.#gate, pace: this.#pace, events: this.#events,
      onPhase: (phase) => this.#enter(phase),
      onError: (error) => (this.#error = error),
      keep: (last) => host.keep?.(this, last),
    });
    if (from) this.#restore(from);
    this.#ended = this.over ? Promise.resolve() : this.#course.live();
  }

  get settings(): TrainSettings {
    return this.data.settings;
  }

  /** Resolves when nothing more will happen, however the run ended. Never rejects. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  get revision(): number {
    return this.#record.revision;
  }

  /** How the weights as they are now read the digits, as far as that is known. */
  get readings(): Readings {
    return this.#record.readings;
  }

  /** What the last validation read; null before one. */
  get validated(): Validated | null {
    return this.#record.validated;
  }

  /** True while it trains or gets ready to, so that other work on the device would hold it up. */
  get busy(): boolean {
    return !this.over && this.#phase !== 'paused';
  }

  /** The weights get another number, because others were in use meanwhile. */
  renew(revision: number): void {
    this.#record.renew(revision);
  }

  /** All that it is made of, to go on from another time. To be asked for by `keep`, or while it stands still. */
  checkpoint(): Promise<Checkpoint> {
    return this.#record.checkpoint(this.#phase === 'finished' || this.#phase === 'stopped' ? this.#phase : 'under-way');
  }

  get moments(): readonly Moment[] {
    return this.#record.history.moments;
  }

  get momentsEvery(): number {
    return this.#record.history.every;
  }

  /** The weights after an iteration, if they are still kept. */
  moment(iteration: number): Moment | null {
    return this.#record.history.at(iteration);
  }

  get curve(): Curve {
    return this.#record.curve;
  }

  filters(): Promise<Filters | null> {
    return readFilters(this.model, this.revision);
  }

  /** True when nothing more will happen. */
  get over(): boolean {
    return this.#phase === 'finished' || this.#phase === 'stopped' || this.#phase === 'failed';
  }

  /** Stands still after the iteration in hand. Without effect on a run that is over. */
  async pause(): Promise<void> {
    if (this.over) return;
    this.#gate.pause();
    await this.#gate.whenStill();
  }

  resume(): void {
    if (this.over) throw new EngineFault('not-paused', `run: it is ${this.#phase}, so there is nothing to resume; train again`);
    this.#gate.resume();
  }

  /** One iteration and the validation that falls due with it, then paused. */
  async step(): Promise<void> {
    if (this.over) throw new EngineFault('not-paused', `run: it is ${this.#phase}, so there is no next iteration; train again`);
    if (!this.#gate.paused) throw new EngineFault('not-paused', 'run: it is training by itself; pause it before taking single steps');
    this.#gate.step();
    await this.#gate.whenStill();
  }

  /** Ends the run here; batch-norm statistics are still finished. */
  async stop(): Promise<void> {
    this.#gate.end('stopped');
    await this.ended;
  }

  /**
   * So many epochs more for a run that stands still or is over, which goes on where it ended to the same numbers as a run that
   * was meant to be so long from the start. With 0 a stopped run goes on to the end that it was meant to have.
   */
  extend(epochs: number): void {
    if (this.#phase === 'failed') throw new EngineFault('settings', 'run: it has diverged and cannot go on; train again with a smaller learning rate');
    if (!this.over && !this.#still) throw new EngineFault('not-paused', 'run: it is training; pause it before giving it more epochs');
    this.data.adjust({ epochs: this.settings.epochs + epochs });
    if (!this.over) return this.#events.run();
    if (this.#trainer.iteration >= this.data.iterations) throw new EngineFault('settings', `epochs: ${epochs} more are none; give at least one`);
    // Population statistics took the place of the running ones at the end.
    this.#record.putBack();
    this.#record.revise();
    this.#gate.reopen(false);
    this.#enter('training');
    this.#ended = this.#course.live();
  }

  /** Settings of the iterations to come, which must be valid. */
  adjust(change: Partial<Pick<TrainSettings, AdjustableSetting>>): void {
    if (!this.over && !this.#still) throw new EngineFault('not-paused', 'run: it is training; pause it before changing how it trains');
    this.data.adjust(change);
    this.#trainer.adjust(this.settings);
    this.#events.run();
  }

  /** Ends the run at once and leaves it unfinished. */
  async abandon(): Promise<void> {
    this.#gate.end('abandoned');
    await this.ended;
  }

  dispose(): void {
    this.#trainer.dispose();
    this.model.dispose();
  }

  state(): RunState {
    const { data, settings } = this;
    const iteration = this.#record.training.length;
    const perStep = this.#pace.secondsPerStep;
    return {
      network: settings.network,
      suggested: suggestedLayer(this.#layers),
      inputShape: [data.digits.height, data.digits.width, 1],
      phase: this.#phase,
      readyMade: false,
      revision: this.revision,
      settings,
      iteration,
      iterations: data.iterations,
      epoch: Math.ceil(iteration / data.iterationsPerEpoch),
      epochs: settings.epochs,
      iterationsPerEpoch: data.iterationsPerEpoch,
      imagesPerSecond: perStep === null ? null : settings.batchSize / perStep,
      secondsLeft: this.over || this.#gate.ending ? null : this.#secondsLeft(iteration),
      fraction: this.#passes.fraction,
      error: this.#error,
      layers: this.#layers,
      moments: this.#record.history.iterations,
      momentsEvery: this.#record.history.every,
      moment: null,
      validated: this.validated?.revision ?? null,
      trainingImages: data.training.length,
      validationImages: data.validation.length,
    };
  }

  #restore(from: RunBefore): void {
    this.#record.restore(from);
    const { phase } = from.checkpoint;
    if (phase === 'under-way') return;
    this.#phase = this.#work = phase;
    this.#gate.close();
  }

  async #startPass(phase: 'validating' | 'finalising'): Promise<void> {
    this.#enter(phase);
    await this.#events.all();
  }

  #secondsLeft(iteration: number): number | null {
    const { data, settings } = this;
    const validating = this.#work === 'validating';
    const ahead = validationsLeft(iteration, data.iterations, settings.validationEvery) - (validating && iteration === data.iterations ? 1 : 0);
    return this.#pace.secondsLeft(data.iterations - iteration, ahead * data.validation.length + this.#passes.unread);
  }

  #stoodStill(still: boolean): void {
    this.#still = still;
    this.#enter(still ? 'paused' : this.#work);
    // What was held back while the run was fast: a visitor who pauses looks closely.
    if (!still) return;
    const told = (error: unknown) => this.host.emit({ kind: 'error', error: toEngineError(error) });
    this.#events.all().catch(told);
    this.host.keep?.(this, true).catch(told);
  }

  #enter(phase: RunPhase): void {
    if (phase !== 'paused') this.#work = phase;
    if (phase === this.#phase) return;
    this.#phase = phase;
    this.#events.run();
  }
}
