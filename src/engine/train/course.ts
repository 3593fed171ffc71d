// The course of a run: iterations, the validations that fall due, the statistics at the end; and what becomes of a run that fails.
// Knows neither the visitor nor how much is left to do.
import { toEngineError } from '../engineError.ts';
import type { EngineError, RunPhase } from '../protocol.ts';
import { breathe, type Gate } from './gate.ts';
import type { Pace } from './pace.ts';
import type { Passes } from './passes.ts';
import type { RunData } from './runData.ts';
import type { RunEvents } from './runEvents.ts';
import type { RunRecord } from './runRecord.ts';
import { validatesAfter } from './schedule.ts';
import { notFinite, type Trainer } from './trainer.ts';

interface CourseParts {
  readonly data: RunData;
  readonly trainer: Trainer;
  readonly record: RunRecord;
  readonly passes: Passes;
  readonly gate: Gate;
  readonly pace: Pace;
  readonly events: RunEvents;
  onPhase(phase: RunPhase): void;
  onError(error: EngineError): void;
  /** Between iterations, and when nothing more follows. */
  keep(last: boolean): Promise<void> | undefined;
}

export class Course {
  constructor(private readonly parts: CourseParts) {}

  /** From where the run stands to its end. Never rejects. */
  async live(): Promise<void> {
    const { gate, events } = this.parts;
    await breathe();
    try {
      await events.all();
      await this.#iterate();
      await this.#finish();
    } catch (error) {
      if (!this.#abandoned) await this.#fail(error);
    } finally {
      gate.close();
    }
  }

  async #iterate(): Promise<void> {
    const { data, trainer, record, gate, pace, events, onPhase, keep } = this.parts;
    if (trainer.iteration === 0) await record.remember(0);
    else if (this.#validationDue() && !(await this.#validate())) return;
    for (const batch of data.batches(trainer.iteration)) {
      if (!(await gate.beforeIteration())) return;
      if (!trainer.prepared) await this.#prepare();
      else onPhase('training');
      if (gate.ending) return;
      const started = performance.now();
      const point = trainer.step(batch);
      record.revise();
      record.training.push(await point);
      pace.step((performance.now() - started) / 1000);
      if (record.history.wants(trainer.iteration)) await record.remember(trainer.iteration);
      await events.iteration(record.training.length);
      await keep(false);
      if (this.#validationDue() && !(await this.#validate())) return;
      await breathe();
    }
  }

  /** Compiles what a step and a validation need. */
  async #prepare(): Promise<void> {
    const { trainer, passes, onPhase } = this.parts;
    // Still said during the first iteration: where TensorFlow.js compiles kernels then, it can take longer than all the others.
    onPhase('preparing');
    await trainer.prepare((done, total) => passes.prepared(done, total));
    await passes.measure();
  }

  async #finish(): Promise<void> {
    const { trainer, gate, events, onPhase, keep } = this.parts;
    if (this.#abandoned) return;
    await this.#finalise(trainer.iteration);
    if (!gate.ending) await this.#validate();
    if (this.#abandoned) return;
    onPhase(gate.ending ? 'stopped' : 'finished');
    await events.all();
    await keep(true);
  }

  /** One that follows the last iteration and has not been made. */
  #validationDue(): boolean {
    const { data, trainer, record } = this.parts;
    return validatesAfter(trainer.iteration, data.iterations, data.settings.validationEvery) && !record.hasValidated(trainer.iteration);
  }

  /** False when it was cut short. */
  async #validate(): Promise<boolean> {
    const { data, trainer, record, passes, events } = this.parts;
    const { iteration } = trainer;
    const { revision, readings } = record;
    const found = await passes.validate(readings);
    if (!found) return false;
    if (!Number.isFinite(found.loss)) throw notFinite(`the validation after iteration ${iteration}`, found.loss, data.settings);
    record.validate({ iteration, revision, readings }, found);
    await events.all();
    return true;
  }

  async #finalise(iteration: number): Promise<void> {
    const { record, passes } = this.parts;
    await passes.finalise((running) => record.setAside(running));
    record.revise();
    await record.remember(iteration);
  }

  /** Back to the last weights that gave a finite loss, where the loss is what failed. */
  async #fail(thrown: unknown): Promise<void> {
    const { data, trainer, record, gate, events, onPhase, onError } = this.parts;
    const error = toEngineError(thrown);
    onError(error);
    if (error.code === 'not-finite') {
      const kept = trainer.restore();
      record.history.forgetAfter(kept);
      const remedy = data.settings.pixelScale === '0-255' ? 'a smaller rate, or with pixels from 0 to 1' : 'a smaller rate';
      onError({ ...error, message: `${error.message}. The weights after iteration ${kept}, the last that gave a finite loss, are in use; train again with ${remedy}.` });
      record.revise();
      gate.end('stopped');
      await this.#finalise(kept).catch((second: unknown) => console.warn('batch-norm statistics', second));
    }
    onPhase('failed');
    await events.all().catch((second: unknown) => console.warn('filters', second));
  }

  get #abandoned(): boolean {
    return this.parts.gate.ending === 'abandoned';
  }
}
