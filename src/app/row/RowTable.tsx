// The row as a table, for readers of the page that are not eyes: the own channel's numbers in full, the zeros counted.
import { memo } from 'react';
import type { BlockInfo, Row } from '../../engine/protocol.ts';
import { feels, positionOf } from '../formula/parameter.ts';
import { count } from '../ui/format.ts';

/** The columns of one block that this unit can feel, and how many others there are. */
function ownColumns({ start, size, shape, ...block }: BlockInfo, channel: number): number[] {
  return Array.from({ length: size }, (_, offset) => offset)
    .filter((offset) => feels({ start, size, shape, ...block }, positionOf(shape, offset), channel))
    .map((offset) => start + offset);
}

export const RowTable = memo(function RowTable({ row, blocks, of }: { row: Row; blocks: readonly BlockInfo[]; of: string }) {
  const { i, j, c } = row.unit;
  const own = blocks.map((block) => ownColumns(block, c));
  const zeros = row.values.length - own.reduce((sum, { length }) => sum + length, 0);
  return (
    <table data-testid="row-values" data-unit={`${i},${j},${c}`} data-of={of} data-index={row.index} data-norm={row.norm}>
      <caption>
        Derivatives of unit row {i}, column {j}, map {c} of {of}. The other {count(zeros)} numbers of the row belong to other channels and are
        exactly zero.
      </caption>
      <thead>
        <tr>
          <th scope="col">Parameter</th>
          <th scope="col">Derivative</th>
        </tr>
      </thead>
      {blocks.map((block, k) => (
        <tbody key={block.parameter} data-block={block.parameter}>
          {own[k].map((column) => (
            <tr key={column}>
              <th scope="row">{`${block.parameter}[${positionOf(block.shape, column - block.start).join(',')}]`}</th>
              <td data-column={column} data-value={row.values[column]}>
                {row.values[column]}
              </td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
});
