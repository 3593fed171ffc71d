// Who answers which question of a view.
import type { QuestionKind, Questions } from '../../protocol.ts';
import type { Desk } from './desk.ts';
import { compare } from './compare.ts';
import { mapsOverTime } from './mapsOverTime.ts';
import { entry } from './entry.ts';
import { explain } from './explain/explain.ts';
import { matrix } from './matrix.ts';
import { matrixOrder } from './order.ts';
import { race } from './race.ts';
import { mistakes } from './mistakes.ts';
import { overTime } from './overTime.ts';
import { stepErrors } from './whatIf/stepErrors.ts';
import { whatIf } from './whatIf/whatIf.ts';
import { manyImages, manyImagesSoFar, oneImage } from './manyImages.ts';
import { digitKernel } from './structure/digitKernel.ts';
import { parallel } from './structure/parallel.ts';
import { singularVector } from './structure/singularVector.ts';
import { spectrum } from './structure/spectrum.ts';
import { unitKernel } from './structure/unitKernel.ts';

type Answers = { readonly [K in QuestionKind]: { readonly label: string; readonly answer: (request: Questions[K]['request'], desk: Desk) => Promise<Questions[K]['answer']> } };

/** `label` names the work while it takes long. */
export const answers: Answers = {
  matrix: { label: 'Drawing the matrix', answer: matrix },
  matrixOrder: { label: 'Ordering the matrix', answer: matrixOrder },
  entry: { label: 'Reading an entry', answer: entry },
  race: { label: 'Racing', answer: race },
  mistakes: { label: 'Reading the validation images', answer: mistakes },
  compare: { label: 'Computing the other side', answer: compare },
  overTime: { label: 'Following the row through the run', answer: overTime },
  mapsOverTime: { label: 'Following the map through the run', answer: mapsOverTime },
  explain: { label: 'Explaining the number', answer: explain },
  whatIf: { label: 'Taking a step', answer: whatIf },
  stepErrors: { label: 'Measuring the error of steps', answer: stepErrors },
  spectrum: { label: 'Taking singular values', answer: spectrum },
  singularVector: { label: 'Finding the singular vectors', answer: singularVector },
  unitKernel: { label: 'Comparing the units’ rows', answer: unitKernel },
  digitKernel: { label: 'Comparing the images’ Jacobians', answer: digitKernel },
  parallel: { label: 'Looking for parallel rows', answer: parallel },
  manyImages: { label: 'Going through the images', answer: manyImages },
  manyImagesSoFar: { label: 'Reading the means', answer: manyImagesSoFar },
  oneImage: { label: 'Summing the rows', answer: oneImage },
};
