// Which number of the row is written out: the one pointed at, else the chosen one, else the largest of the own kernel.
import { useStore } from 'zustand';
import { useMemo } from 'react';
import { createStore } from 'zustand/vanilla';
import type { Exploration, Row } from '../../engine/protocol.ts';
import { buildFormula, type Formula } from '../formula/formula.ts';
import { parameterIndex } from '../formula/parameter.ts';
import { useExploration, usePage, useRow } from '../state/ExplorerContext.ts';

/** Column that the pointer or the keyboard's cursor is on; it comes and goes too fast for the page's store. */
const pointed = createStore<{ column: number | null }>(() => ({ column: null }));

export function pointAt(column: number | null) {
  pointed.setState({ column });
}

/** Column of the largest magnitude in the row; the unit's own first one when the row is zero. */
function strongestColumn({ values, unit }: Row): number {
  let best = unit.c;
  for (let index = 0; index < values.length; index++) if (Math.abs(values[index]) > Math.abs(values[best])) best = index;
  return best;
}

function strongestInKernel(row: Row, { blocks }: Exploration): number {
  const kernel = blocks.find(({ shape }) => shape.length === 4);
  if (!kernel) return strongestColumn(row);
  return kernel.start + strongestColumn({ ...row, values: row.values.subarray(kernel.start, kernel.start + kernel.size) });
}

/** The formula that the page shows, or null before there is a row. */
export function useFormula(): Formula | null {
  const exploration = useExploration();
  const row = useRow();
  const chosen = usePage((state) => state.selection.parameter);
  const hovered = useStore(pointed, ({ column }) => column);
  return useMemo(() => {
    if (!exploration || !row) return null;
    const { blocks, parameters, layer } = exploration;
    const column = hovered ?? (chosen === null ? null : parameterIndex(blocks, chosen)) ?? strongestInKernel(row, exploration);
    return buildFormula(row, layer.name, blocks, parameters, column);
  }, [exploration, row, chosen, hovered]);
}
