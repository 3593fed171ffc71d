// What the chosen unit sees of the input's picture; null where that is all of it.
import type { Row } from '../../engine/protocol.ts';
import { useExploration, usePage, useRow } from '../state/ExplorerContext.ts';

export function useField(): Row['receptiveField'] | null {
  const exploration = useExploration();
  const row = useRow();
  // Of a vector the engine knows no rows and columns, though it may be shown as a picture.
  const isVector = usePage(({ run }) => run !== null && run.inputShape[0] * run.inputShape[1] === 1);
  if (!exploration || !row || isVector) return null;
  const { top, left, height, width } = row.receptiveField;
  const { digit } = exploration;
  const whole = top <= 0 && left <= 0 && top + height >= digit.height && left + width >= digit.width;
  return whole ? null : row.receptiveField;
}
