// What is being explored: a training run, a shipped one, or the visitor's own model. Types only.
import type { Digits } from '../data/loadDigits.ts';
import type { Network } from '../index.ts';
import type { tfl } from '../model/tensorflow.ts';
import type { Curve, Filters, NamedFile, RunState, Split } from '../protocol.ts';
import type { Readings } from '../train/readings.ts';
import type { ImageChunk, RunData } from '../train/runData.ts';
import type { Input } from './input.ts';

/** The digits as a network sees them. */
export interface ShownDigits {
  readonly digits: Digits;
  /** Those that validations run over, ascending. */
  readonly validation: Int32Array;
  splitOf(index: number): Split;
  chunk(indices: Int32Array): ImageChunk;
}

/** What a network shows before it is trained here. */
export interface Start extends Showing {
  readonly data: RunData;
}

export interface Showing {
  readonly readyMade: boolean;
  /** Null for a loaded model: its weights never change, so its network is all that is needed. */
  readonly model: tfl.Sequential | null;
  readonly network: Network | null;
  readonly data: ShownDigits;
  /** How these weights read the digits, as far as anybody has asked. */
  readonly readings: Readings;
  /** What `digit` of a request counts through. */
  readonly input: Input;
  readonly revision: number;
  /** It is shown anew, after others were: gives it the newest number. */
  renew(revision: number): void;
  readonly curve: Curve;
  state(): RunState;
  filters(): Promise<Filters | null>;
  /** model.json and weights, as they are now. */
  files(): Promise<readonly NamedFile[]>;
  /** A TensorFlow.js model of these weights, to check against. @throws when TensorFlow.js cannot read it. */
  tensorFlow(): Promise<tfl.LayersModel>;
  dispose(): void;
}
