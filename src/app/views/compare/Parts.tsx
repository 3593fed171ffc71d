// Both rows in each parameter array as pictures on one scale, with their difference.
import { useMemo } from 'react';
import { Triptych } from '../../../viz/index.ts';
import type { Compared, ComparedBlock, Exploration, Pair, Row } from '../../../engine/protocol.ts';
import { parameterName } from '../../formula/parameter.ts';
import { normsOf } from '../../row/useBlock.ts';
import { useExplorer, usePage } from '../../state/ExplorerContext.ts';
import { whereOf } from '../time/planes.ts';
import styles from './compare.module.css';

interface PartProps {
  exploration: Exploration;
  row: Row;
  names: readonly [string, string];
  block: ComparedBlock;
  part: Pair;
}

function PartPicture({ exploration, row, names, block, part }: PartProps) {
  const explorer = useExplorer();
  const layers = usePage((state) => state.run!.layers);
  const { blocks, digit } = exploration;
  const info = blocks.find(({ parameter }) => parameter === block.parameter)!;
  const drawn = useMemo(() => {
    // Of many outputs, the one in which the two differ most.
    const focus = (outputs: number) => {
      const norms = normsOf(part.difference, outputs);
      return norms.indexOf(Math.max(...norms));
    };
    const where = whereOf({ ...info, shape: part.shape }, focus, layers, [digit.height, digit.width, digit.channels]);
    const size = where.rows * where.columns;
    const positions = new Int32Array(size).fill(-1);
    for (let p = 0; p < part.one.length; p++) if (where.cellOf(p) >= 0) positions[where.cellOf(p)] = p;
    const picture = (values: Float32Array) => Float32Array.from(positions, (p) => (p < 0 ? NaN : values[p]));
    return { where, positions, one: picture(part.one), other: picture(part.other), difference: picture(part.difference) };
  }, [info, part, layers, digit]);
  const { where, positions } = drawn;
  const channels = info.size / part.one.length;
  const nameAt = (i: number, j: number): string | null => {
    const p = positions[i * where.columns + j];
    return p < 0 ? null : parameterName(blocks, info.start + (block.own ? p * channels + (row.index % channels) : p));
  };
  const named = block.own || where.name === '' || block.parameter === 'input' ? '' : `, ${where.name}, where they differ most`;
  return (
    <Triptych
      title={`The row in ${block.parameter}${block.own ? ', own numbers' : named}`}
      shape={[where.rows, where.columns]}
      one={drawn.one}
      other={drawn.other}
      difference={drawn.difference}
      kind="diverging"
      legend="derivative"
      names={names}
      cellName={(i, j) => nameAt(i, j) ?? 'nothing here'}
      onSelect={(_side, i, j) => {
        const name = nameAt(i, j);
        if (name) void explorer.select({ parameter: name });
      }}
      maxCell={where.rows > 12 ? 10 : 26}
    />
  );
}

export function Parts({ compared, ...shared }: { compared: Compared; exploration: Exploration; row: Row; names: readonly [string, string] }) {
  const known = compared.blocks.filter(({ parameter }) => shared.exploration.blocks.some((block) => block.parameter === parameter));
  const pictures = known.flatMap((block) => (block.part && block.part.one.length > 1 ? [{ block, part: block.part }] : []));
  const why = compared.blocks.flatMap((block) => (block.why === null ? [] : [block.why]));
  return (
    <>
      {why.length > 0 && (
        <ul className={styles.refused}>
          {why.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      <div className={styles.parts}>
        {pictures.map(({ block, part }) => (
          <PartPicture key={block.parameter} {...shared} block={block} part={part} />
        ))}
      </div>
    </>
  );
}
