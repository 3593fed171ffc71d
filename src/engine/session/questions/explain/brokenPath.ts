// One way from a unit to a parameter that a zero derivative cuts: for an entry that is zero because something is off.
import { ruleOf } from '../../../layers/rules.ts';
import { IMAGES } from '../../../jacobian/crossings.ts';
import { localRows } from '../../../jacobian/paths/localRows.ts';
import type { CellPath, PathCell, Target } from '../../../jacobian/paths/strongestPaths.ts';
import type { Trace } from '../../../jacobian/paths/trace.ts';

/** At each layer down the strongest derivative, and through an elementwise layer the cell itself, be it off. Null where no such way ends at the target. */
export function brokenPath(trace: Trace, r: number, { at: end, local }: Target, leads: readonly boolean[]): CellPath | null {
  const cells: PathCell[] = [{ at: trace.sites.length - 1, cell: r, derivative: 1 }];
  for (;;) {
    const { at, cell } = cells.at(-1)!;
    if (at === end) break;
    const next = stepDown(trace, at, cell, end, leads);
    if (!next) return null;
    cells.push(next);
  }
  const last = local[cells.at(-1)!.cell];
  return { cells, local: last, value: cells.reduce((product, { derivative }) => product * derivative, last) };
}

function stepDown(trace: Trace, at: number, cell: number, end: number, leads: readonly boolean[]): PathCell | null {
  const { from, layer } = trace.sites[at];
  const slots = from.map((input, slot) => ({ input, slot })).filter(({ input }) => (input === IMAGES ? end === IMAGES : leads[input] && input >= end));
  let best: PathCell | null = null;
  for (const { input, slot } of slots)
    localRows(trace, at, slot)(cell, (next, derivative) => {
      if (!best || Math.abs(derivative) > Math.abs(best.derivative)) best = { at: input, cell: next, derivative };
    });
  const rule = ruleOf(layer);
  return best ?? (rule.elementwise && !rule.merges && slots.length > 0 ? { at: slots[0].input, cell, derivative: 0 } : null);
}
