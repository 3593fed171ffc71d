// The directions that a step can go in, in words, and which of them there is at the moment.
import type { Exploration, Row, StepDirection } from '../../../engine/protocol.ts';
import { parameterIndex, parameterName } from '../../formula/parameter.ts';

export const DIRECTIONS = ['parameter', 'row', 'loss'] as const;
export type DirectionName = (typeof DIRECTIONS)[number];

/** The direction of that name, or why there is none. */
export function directionOf(name: DirectionName, exploration: Exploration, row: Row, parameter: string | null): StepDirection | string {
  const thing = exploration.wrt === 'input' ? 'pixel' : 'parameter';
  if (name === 'parameter') {
    const column = parameter === null ? null : parameterIndex(exploration.blocks, parameter);
    return column === null ? `Choose a ${thing} in the gradient row above, or by its name in the line above; then it can be dragged here.` : { kind: 'parameter', column };
  }
  if (name === 'row') return row.norm === 0 ? 'The row of this unit is zero, so it points nowhere. Choose a unit that is on.' : { kind: 'row', unit: row.unit };
  return exploration.areProbabilities ? { kind: 'loss' } : 'This network does not end in a softmax over classes, so it has no loss to go along.';
}

/** A short text for the link: a number as it is typed. Null where it is none. */
export function readStep(text: string | null): number | null {
  const step = text === null || text.trim() === '' ? NaN : Number(text.replace('−', '-').replace(',', '.'));
  return Number.isFinite(step) ? step : null;
}

/** Column of the row's largest number. */
export function strongestParameter({ values }: Row, { blocks }: Exploration): string | null {
  let best = 0;
  values.forEach((value, column) => {
    if (Math.abs(value) > Math.abs(values[best])) best = column;
  });
  return parameterName(blocks, best);
}
