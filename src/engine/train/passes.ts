// What a run does with many images between and after its iterations: validation, and batch norms' statistics over the training
// set. Each pass may be paused and cut short, and says how far it is. Knows no phases and no curve.
import { readWeights } from '../model/weights.ts';
import type { tfl } from '../model/tensorflow.ts';
import { countBatchNorms, isRunningStatistic, setPopulationStatistics, type Forward } from './batchNormStatistics.ts';
import type { Gate } from './gate.ts';
import type { Pace } from './pace.ts';
import type { Readings } from './readings.ts';
import type { RunData } from './runData.ts';
import { validate } from './validate.ts';

/** Images classified before training, to see how fast that goes. */
const SAMPLE = 32;

/** Thrown through a pass when the visitor ends it. */
class Ended extends Error {}

interface PassesParts {
  readonly data: RunData;
  readonly model: tfl.Sequential;
  readonly gate: Gate;
  readonly pace: Pace;
  /** Images per forward pass. */
  readonly chunk: number;
  forward(model: tfl.LayersModel): Forward;
  /** A pass begins, or has got further. */
  onStart(kind: 'validating' | 'finalising'): Promise<void>;
  onProgress(): void;
}

export class Passes {
  /** How many are done, of how many, and since when the part in hand runs. */
  #pass: { done: number; total: number; since: number; kind: 'preparing' | 'validating' | 'finalising' } | null = null;

  constructor(private readonly parts: PassesParts) {}

  /** Done of the pass in hand, 0 to 1; null without one. */
  get fraction(): number | null {
    return this.#pass && this.#pass.done / this.#pass.total;
  }

  /** Images that the validation in hand has not read yet. */
  get unread(): number {
    return this.#pass?.kind === 'validating' ? this.#pass.total - this.#pass.done : 0;
  }

  /** While pipelines compile. */
  prepared(done: number, total: number): void {
    this.#pass = { done, total, since: performance.now(), kind: 'preparing' };
    this.parts.onProgress();
  }

  /** Compiles what a validation needs and measures it, so that the time left counts validations from the start. */
  async measure(): Promise<void> {
    const { data, model, pace, chunk, forward } = this.parts;
    this.#pass = null;
    const sample = data.validation.subarray(0, Math.min(SAMPLE, chunk));
    for (const compiled of [false, true]) {
      const started = performance.now();
      await validate(model, forward(model), [data.chunk(sample)]);
      if (compiled) pace.pass(sample.length, (performance.now() - started) / 1000);
    }
  }

  /** Of the weights as they are; what each image is read as goes into `readings`. Null when it was cut short. */
  async validate(readings: Readings): Promise<{ loss: number; accuracy: number } | null> {
    const { data, model, chunk, forward } = this.parts;
    const heed = (logits: ArrayLike<number>, before: number) => readings.note(data.validation.subarray(before, before + logits.length / data.digits.classes), logits, 'logits');
    await this.#start('validating', data.validation.length);
    try {
      return await validate(model, forward(model), data.chunks(data.validation, chunk), (done) => this.#between(done), heed);
    } catch (error) {
      if (error instanceof Ended) return null;
      throw error;
    } finally {
      this.#pass = null;
    }
  }

  /**
   * Sets batch norms' statistics to those of the whole training set; answers those that they had. A stop does not cut this short:
   * without it the network could not be used. @throws when the run is abandoned.
   */
  async finalise(onRunning: (running: ReadonlyMap<string, Float32Array>) => void): Promise<void> {
    const { data, model, chunk, forward } = this.parts;
    onRunning(await readWeights(model, isRunningStatistic));
    await this.#start('finalising', Math.ceil(data.training.length / chunk) * countBatchNorms(model));
    try {
      await setPopulationStatistics(model, forward(model), () => data.chunks(data.training, chunk), (done) => this.#between(done));
    } finally {
      this.#pass = null;
    }
  }

  async #start(kind: 'validating' | 'finalising', total: number): Promise<void> {
    this.#pass = { done: 0, total, since: performance.now(), kind };
    await this.parts.onStart(kind);
  }

  /** Between two parts of a pass: lets messages in, waits while paused, throws when the run is to end. */
  async #between(done: number): Promise<void> {
    const { gate, pace, onProgress } = this.parts;
    const pass = this.#pass!;
    const validating = pass.kind === 'validating';
    if (validating) pace.pass(done - pass.done, (performance.now() - pass.since) / 1000);
    pass.done = done;
    onProgress();
    const goesOn = await gate.between();
    pass.since = performance.now();
    if (!goesOn && (gate.ending === 'abandoned' || validating)) throw new Ended();
  }
}
