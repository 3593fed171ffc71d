// Who answers which question of a view.
import type { QuestionKind, Questions } from '../../protocol.ts';
import type { Desk } from './desk.ts';
import { mapsOverTime } from './mapsOverTime.ts';
import { entry } from './entry.ts';
import { explain } from './explain/explain.ts';
import { matrix } from './matrix.ts';
import { mistakes } from './mistakes.ts';
import { matrixOrder } from './order.ts';
import { race } from './race.ts';
import { mistakes } from './mistakes.ts';
import { overTime } from './overTime.ts';
import { stepErrors } from './whatIf/stepErrors.ts';
import { whatIf } from './whatIf/whatIf.ts';

type Answers = { readonly [K in QuestionKind]: { readonly label: string; readonly answer: (request: Questions[K]['request'], desk: Desk) => Promise<Questions[K]['answer']> } };

/** `label` names the work while it takes long. */
export const answers: Answers = {
  matrix: { label: 'Drawing the matrix', answer: matrix },
  mistakes: { label: 'Reading the validation images', answer: mistakes },
  matrixOrder: { label: 'Ordering the matrix', answer: matrixOrder },
  entry: { label: 'Reading an entry', answer: entry },
  race: { label: 'Racing', answer: race },
  mistakes: { label: 'Reading the validation images', answer: mistakes },
  overTime: { label: 'Following the row through the run', answer: overTime },
  mapsOverTime: { label: 'Following the map through the run', answer: mapsOverTime },
  explain: { label: 'Explaining the number', answer: explain },
  whatIf: { label: 'Taking a step', answer: whatIf },
  stepErrors: { label: 'Measuring the error of steps', answer: stepErrors },
};
