// Whether the network's outputs are one for each class of the digits, so that its answers are right or wrong.
import { usePage } from '../state/ExplorerContext.ts';

export function useTellsClasses(): boolean {
  return usePage(({ run, opened }) => run?.layers.at(-1)?.shape.reduce((product, size) => product * size, 1) === opened?.digits.classes);
}
