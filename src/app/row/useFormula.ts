// Which number of the row is written out: the one pointed at, else the chosen one, else the largest of the own kernel.
import { useMemo } from 'react';
import type { Exploration, Row } from '../../engine/protocol.ts';
import { buildFormula, type Formula } from '../formula/formula.ts';
import { parameterIndex } from '../formula/parameter.ts';
import { useExploration, usePage, useRow } from '../state/ExplorerContext.ts';
import { usePointed } from '../state/pointed.ts';

/** Column of the largest magnitude in the kernel that the formula is of; its first one of the unit's own channel when all are zero. */
function strongestInKernel({ values, unit }: Row, { blocks, convolution }: Exploration): number {
  const kernel = blocks.find(({ parameter }) => parameter === convolution?.kernel) ?? blocks[0];
  let best = kernel.start + (unit.c % kernel.size);
  for (let index = kernel.start; index < kernel.start + kernel.size; index++) if (Math.abs(values[index]) > Math.abs(values[best])) best = index;
  return best;
}

/** The formula that the page shows, or null before there is a row. */
export function useFormula(): Formula | null {
  const exploration = useExploration();
  const row = useRow();
  const chosen = usePage((state) => state.selection.parameter);
  const hovered = usePointed(({ column }) => column);
  return useMemo(() => {
    if (!exploration || !row) return null;
    const column = hovered ?? (chosen === null ? null : parameterIndex(exploration.blocks, chosen)) ?? strongestInKernel(row, exploration);
    return buildFormula(row, exploration, column);
  }, [exploration, row, chosen, hovered]);
}
