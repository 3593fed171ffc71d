// The predicted class of every image under one snapshot, worked out when asked for. Knows no filters and no pages.
import { argmax } from '../train/crossEntropy.ts';
import type { EngineHandle } from './engineHandle.ts';
import type { Snapshot } from './snapshots.ts';

const UNKNOWN = -1;

export class Predictions {
  readonly #classes: Int16Array;

  constructor(
    readonly snapshot: Snapshot,
    private readonly engine: EngineHandle,
  ) {
    this.#classes = new Int16Array(snapshot.data.digits.count).fill(UNKNOWN);
  }

  /** Classifies those of `indices` that have not been. */
  async ensure(indices: Int32Array): Promise<void> {
    const missing = indices.filter((index) => this.#classes[index] === UNKNOWN);
    if (missing.length === 0) return;
    const { data, source } = this.snapshot;
    const probabilities = await this.engine.probabilities(source, data.chunk(missing));
    const classes = probabilities.length / missing.length;
    missing.forEach((index, n) => (this.#classes[index] = argmax(probabilities, n * classes, classes)));
  }

  /** Of an image that `ensure` has seen. */
  of(index: number): number {
    return this.#classes[index];
  }
}
