// The moments' answers as the charts take them: one array a line, NaN where nothing is known yet. Pure.
import type { BlockInfo, EntryLines } from '../../../engine/protocol.ts';
import { parameterIndex, parameterName } from '../../formula/parameter.ts';
import type { RowAt } from './useFollowing.ts';

export interface Numbers {
  activation: Float64Array;
  norm: Float64Array;
  /** In the order of `lines`. */
  blockNorms: readonly Float64Array[];
  lines: readonly EntryLines[];
  /** Of each array: its entries, [count, moments]. */
  entries: readonly Float32Array[];
}

export function numbersOf(moments: readonly number[], found: ReadonlyMap<number, RowAt>): Numbers | null {
  const lines = found.values().next().value?.lines;
  if (!lines) return null;
  const along = (value: (row: RowAt) => number) => Float64Array.from(moments, (iteration) => (found.has(iteration) ? value(found.get(iteration)!) : NaN));
  let from = 0;
  const entries = lines.map(({ count }) => {
    const values = new Float32Array(count * moments.length).fill(NaN);
    moments.forEach((iteration, at) => {
      const row = found.get(iteration);
      for (let k = 0; row && k < count; k++) values[k * moments.length + at] = row.entries[from + k];
    });
    from += count;
    return values;
  });
  return { activation: along(({ activation }) => activation), norm: along(({ norm }) => norm), blockNorms: lines.map((_, k) => along((row) => row.blockNorms[k])), lines, entries };
}

/** The column of θ that line `line` of an array stands for; null where one stands for several, or the array is not there. */
export function columnOfLine(blocks: readonly BlockInfo[], { parameter, positions }: EntryLines, line: number): number | null {
  const block = blocks.find((each) => each.parameter === parameter);
  return block && positions ? block.start + positions[line] : null;
}

export function lineName(blocks: readonly BlockInfo[], lines: EntryLines, line: number): string {
  const column = columnOfLine(blocks, lines, line);
  if (column !== null) return parameterName(blocks, column) ?? lines.parameter;
  const edge = (k: number) => Math.floor((k * lines.alive) / lines.count);
  return `largest of entries ${edge(line)} to ${edge(line + 1) - 1} of ${lines.parameter}`;
}

/** Which line a parameter is, of which array. */
export function lineOf(blocks: readonly BlockInfo[], lines: readonly EntryLines[], parameter: string | null): { group: number; line: number } | null {
  const column = parameter === null ? null : parameterIndex(blocks, parameter);
  if (column === null) return null;
  for (const [group, each] of lines.entries()) {
    const start = blocks.find((block) => block.parameter === each.parameter)?.start ?? 0;
    const line = each.positions?.indexOf(column - start) ?? -1;
    if (line >= 0 && parameter!.startsWith(`${each.parameter}[`)) return { group, line };
  }
  return null;
}
