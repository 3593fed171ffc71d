// The step at hand: its direction and size, kept in the page's state and link, and the engine's answers to it. While one answer is on
// its way no other is asked for, so that dragging never leaves a queue behind.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Exploration, Row, StepDirection } from '../../../engine/protocol.ts';
import { usePage } from '../../state/ExplorerContext.ts';
import { useAnswer } from '../useAnswer.ts';
import { useViewText } from '../useViewOption.ts';
import { directionOf, DIRECTIONS, readStep, type DirectionName } from './directions.ts';

/** Part of the reach that the view opens with: something is to be seen. */
const OPENING = 0.25;

export function useStep(exploration: Exploration, row: Row) {
  const parameter = usePage((state) => state.selection.parameter);
  const [word, setWord] = useViewText('what-if', 'direction');
  const [text, setText] = useViewText('what-if', 'step');
  const name: DirectionName = DIRECTIONS.find((each) => each === word) ?? (parameter === null ? 'row' : 'parameter');
  const found = directionOf(name, exploration, row, parameter);
  const direction: StepDirection | null = typeof found === 'string' ? null : found;
  const key = JSON.stringify([direction, exploration.wrt]);
  // Another direction has another unit: its step begins anew. That of a link is kept.
  const before = useRef(key);
  useEffect(() => {
    if (before.current === key) return;
    before.current = key;
    setText(null);
  }, [key, setText]);

  const setStep = useCallback((next: number | null) => setText(next === null ? null : String(Number(next.toPrecision(12)))), [setText]);

  const typed = readStep(text);
  const sign = typed !== null && typed < 0 ? -1 : 1;
  const errors = useAnswer('stepErrors', direction && { explorationId: exploration.id, direction, sign });
  const curve = errors.answer && errors.of && errors.answer.explorationId === exploration.id && JSON.stringify(errors.of.direction) === JSON.stringify(direction) ? errors.answer : null;
  const reach = curve?.reach ?? null;
  const step = typed ?? (reach === null ? null : OPENING * reach);
  const wanted = direction && step !== null ? JSON.stringify({ explorationId: exploration.id, direction, step }) : null;
  const [asked, setAsked] = useState(wanted);
  const outcome = useAnswer('whatIf', asked === null ? null : (JSON.parse(asked) as { explorationId: number; direction: StepDirection; step: number }));
  // The newest of those that came up meanwhile.
  if (!outcome.busy && asked !== wanted) setAsked(wanted);

  return {
    name, setDirection: (next: DirectionName) => setWord(next), direction, why: typeof found === 'string' ? found : null,
    step, reach, setStep,
    errors: { ...errors, curve }, outcome: { ...outcome, answer: outcome.answer?.explorationId === exploration.id ? outcome.answer : null },
  };
}
