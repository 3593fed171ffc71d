// All that a run is made of besides the digits, so that it goes on later to the same numbers. Knows no storage.
import type { Curve, TrainSettings } from '../protocol.ts';

export type Numbers = ReadonlyMap<string, Float32Array>;

export interface Checkpoint {
  readonly settings: TrainSettings;
  readonly iteration: number;
  readonly curve: Curve;
  /** `under-way`: it was not over when this was taken. */
  readonly phase: 'under-way' | 'finished' | 'stopped';
  /** Weights and running statistics as they are now, by name. */
  readonly weights: Numbers;
  /** One a trainable weight, in the model's order. */
  readonly velocities: readonly Float32Array[];
  /** Running statistics that those of the whole training set took the place of; null while they are among the weights. */
  readonly running: Numbers | null;
}
