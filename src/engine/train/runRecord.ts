// What a run has come to: the number of the weights in use, what they read, its curve, the moments that are kept, and all of it as
// a checkpoint. Knows no phases.
import type { tfl } from '../model/tensorflow.ts';
import { readWeights, writeWeight } from '../model/weights.ts';
import type { Curve, CurvePoint } from '../protocol.ts';
import type { Checkpoint } from './checkpoint.ts';
import { History, type Moment } from './history.ts';
import { Readings } from './readings.ts';
import type { RunData } from './runData.ts';
import type { Trainer } from './trainer.ts';

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

interface RecordParts {
  readonly model: tfl.LayersModel;
  readonly trainer: Trainer;
  readonly data: RunData;
  /** Answers the next revision number. */
  revise(): number;
}

export class RunRecord {
  readonly history = new History();
  readonly training: CurvePoint[] = [];
  readonly #validation: CurvePoint[] = [];
  #revision: number;
  #readings: Readings;
  #validated: Validated | null = null;
  #running: ReadonlyMap<string, Float32Array> | null = null;

  constructor(private readonly parts: RecordParts) {
    this.#revision = parts.revise();
    this.#readings = new Readings(parts.data.digits);
  }

  get revision(): number {
    return this.#revision;
  }

  /** Of the weights as they are now. */
  get readings(): Readings {
    return this.#readings;
  }

  /** What the last validation read; null before one. */
  get validated(): Validated | null {
    return this.#validated;
  }

  get curve(): Curve {
    return { training: this.training.slice(), validation: this.#validation.slice() };
  }

  /** The weights in use have changed. */
  revise(): void {
    this.#revision = this.parts.revise();
    this.#readings = new Readings(this.parts.data.digits);
  }

  /** The weights get another number, because others were in use meanwhile. */
  renew(revision: number): void {
    if (this.#validated?.revision === this.#revision) this.#validated = { ...this.#validated, revision };
    this.#revision = revision;
  }

  /** What a validation of the weights as they were then has found. */
  validate(found: Validated, { loss, accuracy }: Omit<CurvePoint, 'iteration'>): void {
    this.#validation.push({ iteration: found.iteration, loss, accuracy });
    this.#validated = found;
  }

  hasValidated(iteration: number): boolean {
    return this.#validation.at(-1)?.iteration === iteration;
  }

  /** Keeps the weights as they are. */
  async remember(iteration: number): Promise<void> {
    this.history.keep({ iteration, weights: await readWeights(this.parts.model) });
  }

  /** Batch norms' running statistics, before those of the whole training set take their place. */
  setAside(running: ReadonlyMap<string, Float32Array>): void {
    this.#running = running;
  }

  /** Puts back the running statistics that were set aside. */
  putBack(): void {
    this.#running?.forEach((values, name) => writeWeight(this.parts.model, name, values));
    this.#running = null;
  }

  async checkpoint(phase: Checkpoint['phase']): Promise<Checkpoint> {
    const { model, trainer, data } = this.parts;
    const curve = this.curve;
    const [weights, { iteration, velocities }] = await Promise.all([readWeights(model), trainer.state()]);
    return { settings: data.settings, iteration, curve, phase, weights, velocities, running: this.#running };
  }

  restore({ checkpoint, moments, momentsEvery }: RunBefore): void {
    const { model, trainer } = this.parts;
    const { weights, running, phase, curve, iteration, velocities } = checkpoint;
    for (const [name, values] of weights) writeWeight(model, name, values);
    this.#running = running;
    // It was cut off while it finished its statistics: that is begun again.
    if (phase === 'under-way') this.putBack();
    trainer.resume({ iteration, velocities });
    this.training.push(...curve.training);
    this.#validation.push(...curve.validation);
    this.history.restore(moments, momentsEvery);
  }
}
