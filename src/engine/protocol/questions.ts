// What the views beside row and column want to know of the engine: one entry a question, its request and its answer. Types only.
import type { MatrixRequest, MatrixTile } from './matrix.ts';
import type { MapsOverTime, MapsOverTimeRequest, OverTime, OverTimeRequest } from './overTime.ts';

export interface Questions {
  /** A picture of a part of the matrix, in cells that hold many entries each. */
  matrix: { request: MatrixRequest; answer: MatrixTile };
  /** One unit's row at moments of the run on show. */
  overTime: { request: OverTimeRequest; answer: OverTime };
  /** The row norms of a map at moments of the run on show. */
  mapsOverTime: { request: MapsOverTimeRequest; answer: MapsOverTime };
}

export type QuestionKind = keyof Questions;
