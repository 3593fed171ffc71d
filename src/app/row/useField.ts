// What the chosen unit sees of the input's picture, within it; null where that is all of it.
import type { Row } from '../../engine/protocol.ts';
import { useExploration, usePage, useRow } from '../state/ExplorerContext.ts';

export function useField(): Row['receptiveField'] | null {
  const exploration = useExploration();
  const row = useRow();
  // Of a vector the engine knows no rows and columns, though it may be shown as a picture.
  const isVector = usePage(({ run }) => run !== null && run.inputShape[0] * run.inputShape[1] === 1);
  if (!exploration || !row || isVector) return null;
  const { receptiveField: field } = row;
  const { digit } = exploration;
  // Where the network pads, a window may stick out.
  const [top, left] = [Math.max(0, field.top), Math.max(0, field.left)];
  const height = Math.min(digit.height, field.top + field.height) - top;
  const width = Math.min(digit.width, field.left + field.width) - left;
  return height === digit.height && width === digit.width ? null : { top, left, height, width };
}
