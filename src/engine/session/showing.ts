// What is being explored: a training run, or the ready-made one. Types only.
import type { tfl } from '../model/tensorflow.ts';
import type { Curve, Filters, RunState } from '../protocol.ts';
import type { RunData } from '../train/runData.ts';

export interface Showing {
  readonly readyMade: boolean;
  readonly model: tfl.Sequential;
  readonly data: RunData;
  readonly revision: number;
  readonly curve: Curve;
  state(): RunState;
  filters(): Promise<Filters>;
  dispose(): void;
}
