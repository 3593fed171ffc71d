// While a run trains, its weights change twice a second; what takes a while to work out stays with those it was begun with.
import { useState } from 'react';
import type { Exploration } from '../../../engine/protocol.ts';
import { isSettled } from '../../run/phases.ts';
import { usePage } from '../../state/ExplorerContext.ts';

export interface Steady {
  exploration: Exploration;
  /** True where newer weights are on show. */
  behind: boolean;
  /** Takes those. */
  catchUp: () => void;
}

const questionOf = ({ digit, layer, wrt, batchNorm }: Exploration) => JSON.stringify([digit.index, layer, wrt, batchNorm]);

/** The exploration on show; while a run trains, the first of the same question. */
export function useSteady(latest: Exploration): Steady {
  const training = usePage(({ run }) => run !== null && !isSettled(run.phase));
  const [held, setHeld] = useState(latest);
  const follow = !training || questionOf(held) !== questionOf(latest);
  if (follow && held !== latest) setHeld(latest);
  const exploration = follow ? latest : held;
  return { exploration, behind: exploration.revision !== latest.revision, catchUp: () => setHeld(latest) };
}
