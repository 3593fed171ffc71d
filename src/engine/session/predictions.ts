// Reads images with the weights of one snapshot when asked to, those alone that nobody has read before. Knows no filters and no pages.
import type { Readings } from '../train/readings.ts';
import type { EngineHandle } from './engineHandle.ts';
import type { Snapshot } from './snapshots.ts';

export class Predictions {
  #turn: Promise<void> = Promise.resolve();

  constructor(
    readonly snapshot: Snapshot,
    private readonly engine: EngineHandle,
  ) {}

  /** What is known so far, by these weights, of all who asked. */
  get readings(): Readings {
    return this.snapshot.readings;
  }

  /** Classifies those of `indices` that have not been. One after another, so that two who ask for the same do not both wait for the device. */
  ensure(indices: Int32Array): Promise<void> {
    const turn = this.#turn.then(() => this.#read(indices));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** The class of an image that `ensure` has seen. */
  of(index: number): number {
    return this.readings.predicted(index);
  }

  async #read(indices: Int32Array): Promise<void> {
    const missing = indices.filter((index) => !this.readings.has(index));
    if (missing.length === 0) return;
    const { data, source } = this.snapshot;
    const { values, kind } = await this.engine.read(source, data.chunk(missing));
    this.readings.note(missing, values, kind);
  }
}
