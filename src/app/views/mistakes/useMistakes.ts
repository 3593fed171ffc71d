// Which weights the view asks about: those on show, or while a run trains those that it validated last, which keeps nobody waiting.
import { isSettled } from '../../run/phases.ts';
import { usePage } from '../../state/ExplorerContext.ts';
import { useAnswer, type Answered } from '../useAnswer.ts';
import type { MatrixCell } from './words.ts';

interface MistakesAnswered extends Answered<'mistakes'> {
  /** True while a run trains, so that the weights on show are not asked about. */
  training: boolean;
  /** True where what is on show is of weights before these. */
  outdated: boolean;
}

/** `count`: how many images to list. */
export function useMistakes(cell: MatrixCell | null, count: number): MistakesAnswered {
  const training = usePage(({ run }) => run !== null && !isSettled(run.phase));
  const revision = usePage(({ run }) => (run === null ? null : isSettled(run.phase) ? run.revision : run.validated));
  const answered = useAnswer('mistakes', revision === null ? null : { revision, cell, count });
  return { ...answered, training, outdated: answered.of !== null && answered.of.revision !== revision };
}
