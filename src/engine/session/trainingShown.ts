// A training run as something to explore: as it is now, or as it was after one of its iterations. Knows no phases.
import { EngineFault } from '../engineError.ts';
import { cloneModel } from '../model/cloneModel.ts';
import { readFilters } from '../model/filters.ts';
import { modelFiles } from '../model/saveModel.ts';
import type { tfl } from '../model/tensorflow.ts';
import { writeWeight } from '../model/weights.ts';
import type { Curve, EngineEvent, Filters, NamedFile, RunState } from '../protocol.ts';
import type { Moment } from '../train/history.ts';
import { Readings } from '../train/readings.ts';
import type { TrainingRun } from '../train/run.ts';
import { type Input, RunInput } from './input.ts';
import type { Showing } from './showing.ts';

/** So many earlier moments are known by how they read the digits; a megabyte for ten thousand images. */
const MOMENTS_READ = 10;

/** An iteration on show: a model of its weights, and their number. */
interface Past {
  readonly iteration: number;
  readonly readings: Readings;
  readonly model: tfl.Sequential;
  revision: number;
}

export class TrainingShown implements Showing {
  readonly readyMade = false;
  readonly network = null;
  readonly input: Input;
  #past: Past | null = null;
  readonly #read = new Map<Moment, Readings>();

  /** `id`: of the entry under which it is kept. */
  constructor(
    readonly run: TrainingRun,
    readonly id: string,
  ) {
    this.input = new RunInput(run.data);
  }

  get model(): tfl.Sequential {
    return this.#past?.model ?? this.run.model;
  }

  get data() {
    return this.run.data;
  }

  get revision(): number {
    return this.#past?.revision ?? this.run.revision;
  }

  get readings(): Readings {
    return this.#past?.readings ?? this.run.readings;
  }

  get curve(): Curve {
    return this.run.curve;
  }

  renew(revision: number): void {
    if (this.#past) this.#past.revision = revision;
    else this.run.renew(revision);
  }

  /** Shows the weights after an iteration that is kept, under a new number; null: those of now. @throws EngineFault where they are not kept. */
  look(iteration: number | null, revise: () => number): void {
    const moment = iteration === null ? null : this.run.moment(iteration);
    if (iteration !== null && !moment) throw new EngineFault('no-moment', `iteration: ${iteration} is not kept; choose one of ${this.run.state().moments.join(', ')}`);
    if (!moment) return this.#leave(revise);
    // One model serves them all: whoever explored an earlier moment holds a copy of its own.
    const model = this.#past?.model ?? cloneModel(this.run.model);
    for (const [name, values] of moment.weights) writeWeight(model, name, values);
    this.#past = { iteration: moment.iteration, model, revision: revise(), readings: this.#readingsOf(moment) };
  }

  /** What of a run's event the page may hear: of weights that are not on show, nothing. */
  seen(event: EngineEvent): EngineEvent | null {
    if (event.kind === 'run') return { kind: 'run', run: this.state() };
    return event.kind === 'filters' && this.#past ? null : event;
  }

  state(): RunState {
    return { ...this.run.state(), revision: this.revision, moment: this.#past?.iteration ?? null };
  }

  filters(): Promise<Filters | null> {
    return readFilters(this.model, this.revision);
  }

  files(): Promise<readonly NamedFile[]> {
    return modelFiles(this.model);
  }

  async tensorFlow(): Promise<tfl.Sequential> {
    return this.model;
  }

  dispose(): void {
    this.#past?.model.dispose();
    this.run.dispose();
  }

  /** Of a moment that was looked at before, what is known from then. */
  #readingsOf(moment: Moment): Readings {
    const readings = this.#read.get(moment) ?? new Readings(this.data.digits);
    this.#read.delete(moment);
    this.#read.set(moment, readings);
    if (this.#read.size > MOMENTS_READ) this.#read.delete(this.#read.keys().next().value!);
    return readings;
  }

  #leave(revise: () => number): void {
    if (!this.#past) return;
    this.#past.model.dispose();
    this.#past = null;
    this.run.renew(revise());
  }
}
