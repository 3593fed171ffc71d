// What the views beside row and column want to know of the engine: one entry a question, its request and its answer. Types only.
import type { MatrixRequest, MatrixTile } from './matrix.ts';

export interface Questions {
  /** A picture of a part of the matrix, in cells that hold many entries each. */
  matrix: { request: MatrixRequest; answer: MatrixTile };
}

export type QuestionKind = keyof Questions;
