// The row of the chosen unit: its own kernel large, the others small, the vectors as strips, and the worked formula.
import { memo, useMemo } from 'react';
import { Filters, KernelFocus, ParameterStrip, symmetricDomain, type KernelShape } from '../../viz/index.ts';
import type { BlockInfo, Exploration, Row } from '../../engine/protocol.ts';
import { FormulaView } from '../formula/FormulaView.tsx';
import { letterOf, parameterIndex, parameterName } from '../formula/parameter.ts';
import { useExploration, useExplorer, usePage, useRow } from '../state/ExplorerContext.ts';
import { Figure } from '../ui/Figure.tsx';
import { count } from '../ui/format.ts';
import { Panel, Skeleton } from '../ui/Panel.tsx';
import { useNarrow, useWide } from '../ui/useWide.ts';
import { CheckRow } from './CheckRow.tsx';
import { RowTable } from './RowTable.tsx';
import { pointAt, useFormula } from './useFormula.ts';
import styles from './RowPanel.module.css';

interface BlockProps {
  row: Row;
  block: BlockInfo;
  exploration: Exploration;
}

/** What the views of a block share: its part of the row, what is chosen in it, and what choosing and pointing do. */
function useBlock({ row, block, exploration }: BlockProps) {
  const explorer = useExplorer();
  const parameter = usePage((state) => state.selection.parameter);
  const column = parameter === null ? null : parameterIndex(exploration.blocks, parameter);
  const inside = column !== null && column >= block.start && column < block.start + block.size;
  const values = useMemo(() => row.values.subarray(block.start, block.start + block.size), [row, block]);
  const domain = useMemo(() => symmetricDomain(values), [values]);
  return {
    values,
    domain,
    selected: inside ? column - block.start : null,
    onSelect: (offset: number) =>
      void explorer.select({ parameter: parameterName(exploration.blocks, block.start + offset), mode: 'parameter' }),
    onHover: (offset: number | null) => pointAt(offset === null ? null : block.start + offset),
  };
}

/** Why most of a kernel's numbers are zero, with the sizes of this network. */
function whyZero([kh, kw, cin, cout]: readonly number[], channel: number, own: boolean): string {
  if (!own) return 'Every unit of this layer feels every kernel.';
  return `Map ${channel} uses only kernel ${channel}: the other ${count(cout - 1)} × ${count(kh * kw * cin)} numbers are exactly zero.`;
}

const KernelBlock = memo(function KernelBlock(props: BlockProps) {
  const { row, block, exploration } = props;
  const shared = useBlock(props);
  const shape = block.shape as unknown as KernelShape;
  const { c } = row.unit;
  const wide = useWide();
  const narrow = useNarrow();
  // The title names the kernel; its place alone keeps the read-out to the lines that are kept free for it.
  const cellName = (offset: number) => parameterName(exploration.blocks, block.start + offset)?.replace(block.parameter, '') ?? '';
  return (
    <div className={styles.kernels}>
      <KernelFocus
        {...shared}
        title={`∂h/∂ kernel ${c}, its own`}
        shape={shape}
        channel={c}
        kind="diverging"
        legend="derivative"
        cellName={cellName}
        maxCell={wide ? 38 : 48}
      />
      <Filters
        {...shared}
        title={`All ${shape[3]} kernels`}
        shape={shape}
        channel={c}
        legend="derivative"
        cellName={cellName}
        across={narrow ? undefined : 5}
      />
      <p className={styles.why} data-testid="why-zero">
        {row.off ? row.reason : whyZero(shape, c, block.structure === 'channel')}
      </p>
    </div>
  );
});

const VectorBlock = memo(function VectorBlock(props: BlockProps) {
  const { row, block } = props;
  const shared = useBlock(props);
  return <ParameterStrip {...shared} title={`∂h/∂${letterOf(block.parameter)}`} name={block.parameter} channel={row.unit.c} />;
});

function RowHead({ row, exploration }: { row: Row; exploration: Exploration }) {
  const { unit, receptiveField: field } = row;
  const where = `Map ${unit.c}, row ${unit.i}, column ${unit.j}`;
  return (
    <div className={styles.about}>
      <p data-testid={row.off ? 'row-off' : undefined}>
        {row.off ? <strong>{where} is off.</strong> : `${where}.`} Sees digit rows {field.top}–{field.top + field.height - 1}, columns{' '}
        {field.left}–{field.left + field.width - 1}.
      </p>
      <div className="visually-hidden">
        <RowTable row={row} blocks={exploration.blocks} of={exploration.layer.name} />
      </div>
    </div>
  );
}

function Measures({ row }: { row: Row }) {
  return (
    <span className={styles.measures}>
      h = <Figure value={row.activation} />, row length <Figure value={row.norm} />
    </span>
  );
}

/** By itself, because it follows the pointer. */
function WorkedFormula({ channel }: { channel: number }) {
  const formula = useFormula();
  return formula && <FormulaView formula={formula} channel={channel} />;
}

function RowBody({ row, exploration }: { row: Row; exploration: Exploration }) {
  const kernels = exploration.blocks.filter(({ shape }) => shape.length === 4);
  const vectors = exploration.blocks.filter(({ shape }) => shape.length === 1);
  return (
    <>
      <RowHead row={row} exploration={exploration} />
      {kernels.map((block) => (
        <KernelBlock key={block.parameter} row={row} block={block} exploration={exploration} />
      ))}
      <div className={styles.vectors}>
        {vectors.map((block) => (
          <VectorBlock key={block.parameter} row={row} block={block} exploration={exploration} />
        ))}
      </div>
      <WorkedFormula channel={row.unit.c} />
      <CheckRow />
    </>
  );
}

export function RowPanel() {
  const exploration = useExploration();
  const row = useRow();
  return (
    <Panel id="row" title="The gradient row" waits aside={row && <Measures row={row} />}>
      {exploration && row ? <RowBody row={row} exploration={exploration} /> : <Skeleton height={620} label="The row is on its way" />}
    </Panel>
  );
}
