// A training run from its first weights to its last: phases, events, and what the visitor may do to it. Knows no page.
import type { Digits } from '../data/loadDigits.ts';
import { EngineFault, toEngineError } from '../engineError.ts';
import { buildNetwork } from '../model/buildNetwork.ts';
import { describeLayers, suggestedLayer } from '../model/describeLayers.ts';
import { drawWeights } from '../model/drawWeights.ts';
import { readFilters } from '../model/filters.ts';
import type { tfl } from '../model/tensorflow.ts';
import { readWeights, writeWeight } from '../model/weights.ts';
import type { Curve, CurvePoint, EngineError, EngineEvent, Filters, LayerInfo, RunPhase, RunState, TrainSettings } from '../protocol.ts';
import type { Forward } from './batchNormStatistics.ts';
import type { Checkpoint } from './checkpoint.ts';
import { breathe, Gate } from './gate.ts';
import { History, type Moment } from './history.ts';
import { Pace } from './pace.ts';
import { Passes } from './passes.ts';
import { Readings } from './readings.ts';
import { type AdjustableSetting, RunData } from './runData.ts';
import { RunEvents } from './runEvents.ts';
import { validatesAfter, validationsLeft } from './schedule.ts';
import { notFinite, Trainer } from './trainer.ts';

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

/** What a run goes on from. */
export interface RunBefore {
  readonly checkpoint: Checkpoint;
  readonly moments: readonly Moment[];
  /** Iterations between two of them. */
  readonly momentsEvery: number;
}

/** How the weights of one moment read the whole validation set. */
export interface Validated {
  readonly iteration: number;
  readonly revision: number;
  readonly readings: Readings;
}

export class TrainingRun {
  readonly readyMade = false;
  readonly data: RunData;
  readonly model: tfl.Sequential;
  #ended: Promise<void>;
  readonly #trainer: Trainer;
  readonly #gate: Gate;
  readonly #events: RunEvents;
  readonly #pace = new Pace();
  readonly #passes: Passes;
  readonly #history = new History();
  readonly #layers: readonly LayerInfo[];
  readonly #training: CurvePoint[] = [];
  readonly #validation: CurvePoint[] = [];
  #phase: RunPhase = 'preparing';
  /** What the run does, or did before it was paused. */
  #work: RunPhase = 'preparing';
  #revision: number;
  /** Of the weights as they are now. */
  #readings: Readings;
  #validated: Validated | null = null;
  #error: EngineError | null = null;
  #still = false;
  /** Batch norms' running statistics, before those of the whole training set took their place. */
  #running: ReadonlyMap<string, Float32Array> | null = null;

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
    this.#revision = host.revise();
    this.#readings = new Readings(digits);
    this.#events = new RunEvents((event) => this.#abandoned || host.emit(event), this);
    this.#gate = new Gate(paused, (still) => this.#stoodStill(still));
    const { data, model } = this;
    this.#passes = new Passes({
      data, model, gate: this.#gate, pace: this.#pace, chunk: host.chunk,
      forward: (of) => host.forward(of),
      onStart: (kind) => this.#startPass(kind),
      onProgress: () => this.#events.progress(),
    });
    if (from) this.#restore(from);
    this.#ended = this.over ? Promise.resolve() : this.#live();
  }

  get settings(): TrainSettings {
    return this.data.settings;
  }

  /** Resolves when nothing more will happen, however the run ended. Never rejects. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  get revision(): number {
    return this.#revision;
  }

  /** How the weights as they are now read the digits, as far as that is known. */
  get readings(): Readings {
    return this.#readings;
  }

  /** What the last validation read; null before one. */
  get validated(): Validated | null {
    return this.#validated;
  }

  /** True while it trains or gets ready to, so that other work on the device would hold it up. */
  get busy(): boolean {
    return !this.over && this.#phase !== 'paused';
  }

  /** The weights get another number, because others were in use meanwhile. */
  renew(revision: number): void {
    if (this.#validated?.revision === this.#revision) this.#validated = { ...this.#validated, revision };
    this.#revision = revision;
  }

  /** All that it is made of, to go on from another time. To be asked for by `keep`, or while it stands still. */
  async checkpoint(): Promise<Checkpoint> {
    const { curve, settings } = this;
    const [weights, { iteration, velocities }] = await Promise.all([readWeights(this.model), this.#trainer.state()]);
    const phase = this.#phase === 'finished' || this.#phase === 'stopped' ? this.#phase : 'under-way';
    return { settings, iteration, curve, phase, weights, velocities, running: this.#running };
  }

  get moments(): readonly Moment[] {
    return this.#history.moments;
  }

  get momentsEvery(): number {
    return this.#history.every;
  }

  /** The weights after an iteration, if they are still kept. */
  moment(iteration: number): Moment | null {
    return this.#history.at(iteration);
  }

  get curve(): Curve {
    return { training: this.#training.slice(), validation: this.#validation.slice() };
  }

  filters(): Promise<Filters | null> {
    return readFilters(this.model, this.#revision);
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
    this.#running?.forEach((values, name) => writeWeight(this.model, name, values));
    this.#revise();
    this.#gate.reopen(false);
    this.#enter('training');
    this.#ended = this.#live();
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
    const iteration = this.#training.length;
    const perStep = this.#pace.secondsPerStep;
    return {
      network: settings.network,
      suggested: suggestedLayer(this.#layers),
      inputShape: [data.digits.height, data.digits.width, 1],
      phase: this.#phase,
      readyMade: false,
      revision: this.#revision,
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
      moments: this.#history.iterations,
      momentsEvery: this.#history.every,
      moment: null,
      validated: this.#validated?.revision ?? null,
      trainingImages: data.training.length,
      validationImages: data.validation.length,
    };
  }

  async #live(): Promise<void> {
    await breathe();
    try {
      await this.#events.all();
      await this.#iterate();
      await this.#finish();
    } catch (error) {
      if (!this.#abandoned) await this.#fail(error);
    } finally {
      this.#gate.close();
    }
  }

  async #iterate(): Promise<void> {
    const { data } = this;
    if (this.#trainer.iteration === 0) await this.#remember(0);
    else if (this.#validationDue() && !(await this.#validate())) return;
    for (const batch of data.batches(this.#trainer.iteration)) {
      if (!(await this.#gate.beforeIteration())) return;
      if (!this.#trainer.prepared) await this.#prepare();
      else this.#enter('training');
      if (this.#gate.ending) return;
      const started = performance.now();
      const point = this.#trainer.step(batch);
      this.#revise();
      this.#training.push(await point);
      this.#pace.step((performance.now() - started) / 1000);
      if (this.#history.wants(this.#trainer.iteration)) await this.#remember(this.#trainer.iteration);
      await this.#events.iteration(this.#training.length);
      await this.host.keep?.(this, false);
      if (this.#validationDue() && !(await this.#validate())) return;
      await breathe();
    }
  }

  /** One that follows the last iteration and has not been made. */
  #validationDue(): boolean {
    const { iteration } = this.#trainer;
    return validatesAfter(iteration, this.data.iterations, this.settings.validationEvery) && this.#validation.at(-1)?.iteration !== iteration;
  }

  #restore({ checkpoint, moments, momentsEvery }: RunBefore): void {
    const { weights, running, phase, curve, iteration, velocities } = checkpoint;
    for (const [name, values] of weights) writeWeight(this.model, name, values);
    // It was cut off while it finished its statistics: that is begun again.
    if (phase === 'under-way') running?.forEach((values, name) => writeWeight(this.model, name, values));
    else {
      this.#running = running;
      this.#phase = this.#work = phase;
      this.#gate.close();
    }
    this.#trainer.resume({ iteration, velocities });
    this.#training.push(...curve.training);
    this.#validation.push(...curve.validation);
    this.#history.restore(moments, momentsEvery);
  }

  /** Compiles what a step and a validation need. */
  async #prepare(): Promise<void> {
    // Still said during the first iteration: where TensorFlow.js compiles kernels then, it can take longer than all the others.
    this.#enter('preparing');
    await this.#trainer.prepare((done, total) => this.#passes.prepared(done, total));
    await this.#passes.measure();
  }

  async #finish(): Promise<void> {
    if (this.#abandoned) return;
    await this.#finalise(this.#trainer.iteration);
    if (!this.#gate.ending) await this.#validate();
    if (this.#abandoned) return;
    this.#enter(this.#gate.ending ? 'stopped' : 'finished');
    await this.#events.all();
    await this.host.keep?.(this, true);
  }

  /** False when it was cut short. */
  async #validate(): Promise<boolean> {
    const iteration = this.#trainer.iteration;
    const [revision, readings] = [this.#revision, this.#readings];
    const found = await this.#passes.validate(readings);
    if (!found) return false;
    if (!Number.isFinite(found.loss)) throw notFinite(`the validation after iteration ${iteration}`, found.loss, this.settings);
    this.#validation.push({ iteration, ...found });
    this.#validated = { iteration, revision, readings };
    await this.#events.all();
    return true;
  }

  async #finalise(iteration: number): Promise<void> {
    await this.#passes.finalise((running) => (this.#running = running));
    this.#revise();
    await this.#remember(iteration);
  }

  async #remember(iteration: number): Promise<void> {
    this.#history.keep({ iteration, weights: await readWeights(this.model) });
  }

  /** Back to the last weights that gave a finite loss, where the loss is what failed. */
  async #fail(error: unknown): Promise<void> {
    this.#error = toEngineError(error);
    if (this.#error.code === 'not-finite') {
      const kept = this.#trainer.restore();
      this.#history.forgetAfter(kept);
      const remedy = this.settings.pixelScale === '0-255' ? 'a smaller rate, or with pixels from 0 to 1' : 'a smaller rate';
      this.#error = { ...this.#error, message: `${this.#error.message}. The weights after iteration ${kept}, the last that gave a finite loss, are in use; train again with ${remedy}.` };
      this.#revise();
      this.#gate.end('stopped');
      await this.#finalise(kept).catch((second: unknown) => console.warn('batch-norm statistics', second));
    }
    this.#enter('failed');
    await this.#events.all().catch((second: unknown) => console.warn('filters', second));
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

  get #abandoned(): boolean {
    return this.#gate.ending === 'abandoned';
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

  /** The weights in use have changed. */
  #revise(): void {
    this.#revision = this.host.revise();
    this.#readings = new Readings(this.data.digits);
  }

  #enter(phase: RunPhase): void {
    if (phase !== 'paused') this.#work = phase;
    if (phase === this.#phase) return;
    this.#phase = phase;
    this.#events.run();
  }
}
