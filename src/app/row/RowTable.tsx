// The row as a table, for readers of the page that are not eyes: the numbers that can differ from zero, the others counted.
import { memo } from 'react';
import type { BlockInfo, Row } from '../../engine/protocol.ts';
import { feels, positionOf } from '../formula/parameter.ts';
import { count } from '../ui/format.ts';

/** Lines of one block; of a longer one only the largest numbers are listed. */
const most = 200;

/** The columns of one block that this row can feel. */
function ownColumns(block: BlockInfo, index: number): number[] {
  const own: number[] = [];
  for (let offset = 0; offset < block.size; offset++) if (feels(block, offset, index)) own.push(block.start + offset);
  return own;
}

function listed(own: readonly number[], values: Float32Array): readonly number[] {
  if (own.length <= most) return own;
  return [...own].sort((a, b) => Math.abs(values[b]) - Math.abs(values[a])).slice(0, most);
}

function Block({ block, own, row }: { block: BlockInfo; own: readonly number[]; row: Row }) {
  return (
    <tbody data-block={block.parameter}>
      {own.length > most && (
        <tr>
          <th scope="rowgroup" colSpan={2}>
            {block.parameter}: the {most} largest of {count(own.length)}
          </th>
        </tr>
      )}
      {listed(own, row.values).map((column) => (
        <tr key={column}>
          <th scope="row">{`${block.parameter}[${positionOf(block.shape, column - block.start).join(',')}]`}</th>
          <td data-column={column} data-value={row.values[column]}>
            {row.values[column]}
          </td>
        </tr>
      ))}
    </tbody>
  );
}

export const RowTable = memo(function RowTable({ row, blocks, of, unit }: { row: Row; blocks: readonly BlockInfo[]; of: string; unit: string }) {
  const { i, j, c } = row.unit;
  const own = blocks.map((block) => ownColumns(block, row.index));
  const zeros = row.values.length - own.reduce((sum, { length }) => sum + length, 0);
  return (
    <table data-testid="row-values" data-unit={`${i},${j},${c}`} data-of={of} data-index={row.index} data-norm={row.norm}>
      <caption>
        Derivatives of {unit} of {of}.{zeros > 0 && ` The other ${count(zeros)} numbers of the row belong to other channels and are exactly zero.`}
      </caption>
      <thead>
        <tr>
          <th scope="col">Parameter</th>
          <th scope="col">Derivative</th>
        </tr>
      </thead>
      {blocks.map((block, k) => (
        <Block key={block.parameter} block={block} own={own[k]} row={row} />
      ))}
    </table>
  );
});
