// What the views beside row and column want to know of the engine: one entry a question, its request and its answer. Types only.
import type { Compared, CompareRequest } from './compare.ts';
import type { Explanation, ExplainRequest } from './explain.ts';
import type { Entry, EntryRequest, MatrixOrder, MatrixOrderRequest, MatrixRequest, MatrixTile } from './matrix.ts';
import type { RaceLane, RaceRequest } from './race.ts';
import type { Mistakes, MistakesRequest } from './mistakes.ts';
import type { MapsOverTime, MapsOverTimeRequest, OverTime, OverTimeRequest } from './overTime.ts';
import type { StepErrorRequest, StepErrors, StepOutcome, StepRequest } from './whatIf.ts';
import type { DigitKernel, DigitKernelRequest, ParallelRequest, ParallelRows, SingularVector, SingularVectorRequest, Spectrum, SpectrumRequest, UnitKernel, UnitKernelRequest } from './structure.ts';
import type { ManyImages, ManyImagesRequest, OneImageRequest, Sensitivity } from './manyImages.ts';

export interface Questions {
  /** A picture of a part of the matrix, in cells that hold many entries each. */
  matrix: { request: MatrixRequest; answer: MatrixTile };
  matrixOrder: { request: MatrixOrderRequest; answer: MatrixOrder };
  entry: { request: EntryRequest; answer: Entry };
  /** One of the three methods, timed. */
  race: { request: RaceRequest; answer: RaceLane };
  /** What is read as what on the validation images. */
  mistakes: { request: MistakesRequest; answer: Mistakes };
  /** One unit's row at moments of the run on show. */
  overTime: { request: OverTimeRequest; answer: OverTime };
  /** The row norms of a map at moments of the run on show. */
  mapsOverTime: { request: MapsOverTimeRequest; answer: MapsOverTime };
  /** Two rows side by side. */
  compare: { request: CompareRequest; answer: Compared };
  /** Where one entry comes from. */
  explain: { request: ExplainRequest; answer: Explanation };
  /** A small step: what J predicts beside what happens; and the error of it against the step's size. */
  whatIf: { request: StepRequest; answer: StepOutcome };
  stepErrors: { request: StepErrorRequest; answer: StepErrors };
  /** Singular values of the Jacobian or of a part of it. */
  spectrum: { request: SpectrumRequest; answer: Spectrum };
  singularVector: { request: SingularVectorRequest; answer: SingularVector };
  /** The tangent kernel between units of the image on show, and between images. */
  unitKernel: { request: UnitKernelRequest; answer: UnitKernel };
  digitKernel: { request: DigitKernelRequest; answer: DigitKernel };
  /** Rows that are nearly parallel. */
  parallel: { request: ParallelRequest; answer: ParallelRows };
  /** Mean sensitivities over many images, so far, and of the image on show. */
  manyImages: { request: ManyImagesRequest; answer: ManyImages };
  manyImagesSoFar: { request: ManyImagesRequest; answer: ManyImages | null };
  oneImage: { request: OneImageRequest; answer: Sensitivity };
}

export type QuestionKind = keyof Questions;
