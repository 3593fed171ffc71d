// What an answer to a view's question may reach for. Types only.
import type { Asked, EngineHandle } from '../engineHandle.ts';
import type { DataSets } from '../dataSets.ts';
import type { Explored } from '../explored.ts';
import type { Networks } from '../networks.ts';
import type { Predictions } from '../predictions.ts';
import type { RunLibrary } from '../runLibrary.ts';
import type { Snapshot } from '../snapshots.ts';

export interface Desk {
  readonly engine: EngineHandle;
  readonly data: DataSets;
  readonly networks: Networks;
  /** The runs that are kept. */
  readonly runs: RunLibrary;
  /** An exploration that is kept. @throws `exploration-gone` */
  explored(id: number): Explored;
  /** The weights on show, retained: release them. */
  snapshot(): Snapshot;
  /** Classes predicted with the weights on show. Its snapshot is not retained for you. */
  predictions(): Predictions;
  /** Aborted when the question is no longer wanted, and where its progress is told. */
  readonly listening: Required<Pick<Asked, 'signal' | 'onProgress'>>;
}
