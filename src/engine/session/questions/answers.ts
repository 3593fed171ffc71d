// Who answers which question of a view.
import type { QuestionKind, Questions } from '../../protocol.ts';
import type { Desk } from './desk.ts';
import { mapsOverTime } from './mapsOverTime.ts';
import { matrix } from './matrix.ts';
import { overTime } from './overTime.ts';

type Answers = { readonly [K in QuestionKind]: { readonly label: string; readonly answer: (request: Questions[K]['request'], desk: Desk) => Promise<Questions[K]['answer']> } };

/** `label` names the work while it takes long. */
export const answers: Answers = {
  matrix: { label: 'Drawing the matrix', answer: matrix },
  overTime: { label: 'Following the row through the run', answer: overTime },
  mapsOverTime: { label: 'Following the map through the run', answer: mapsOverTime },
};
