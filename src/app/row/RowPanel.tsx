// The row of the chosen unit: its part in each parameter array, and the worked formula where there is one.
import { useMemo, useRef, useState } from 'react';
import { UnitBars } from '../../viz/index.ts';
import type { BlockInfo, Exploration, Row } from '../../engine/protocol.ts';
import { FormulaView } from '../formula/FormulaView.tsx';
import { useExploration, useRow, usePage } from '../state/ExplorerContext.ts';
import { unitInWords } from '../state/units.ts';
import { SaveButton } from '../take-home/SaveButton.tsx';
import { rowTable } from '../take-home/rowTable.ts';
import { Figure } from '../ui/Figure.tsx';
import { Awaited, Panel } from '../ui/Panel.tsx';
import { CheckRow } from './CheckRow.tsx';
import { DenseBlock } from './DenseBlock.tsx';
import { isRounding } from './rounding.ts';
import { InputBlock } from './InputBlock.tsx';
import { KernelBlock } from './KernelBlock.tsx';
import { RowTable } from './RowTable.tsx';
import type { BlockProps } from './useBlock.ts';
import { useField } from './useField.ts';
import { useFormula } from './useFormula.ts';
import { VectorBlock } from './VectorBlock.tsx';
import styles from './RowPanel.module.css';

/** So many arrays are shown together; of more, one at a time. */
const together = 4;

function RowHead({ row, exploration }: { row: Row; exploration: Exploration }) {
  const field = useField();
  const where = unitInWords(row.unit, exploration.layer);
  const sees = field ? `Sees input rows ${field.top}–${field.top + field.height - 1}, columns ${field.left}–${field.left + field.width - 1}.` : 'Sees the whole input.';
  return (
    <div className={styles.about}>
      <p data-testid={row.off ? 'row-off' : undefined}>
        {row.off ? <strong>{where} is off.</strong> : `${where}.`} {sees}
      </p>
      <div className="visually-hidden">
        <RowTable row={row} blocks={exploration.blocks} of={exploration.layer.name} unit={where.toLowerCase()} />
      </div>
    </div>
  );
}

function Measures({ row, exploration }: { row: Row; exploration: Exploration }) {
  const self = useRef<HTMLSpanElement>(null);
  return (
    <span ref={self} className={styles.aside}>
      <span className={styles.measures}>
        h = <Figure value={row.activation} />, row length <Figure value={row.norm} />
      </span>
      <SaveButton alone picture={false} label="Save the whole row as a table" figure={self} title="gradient row" table={rowTable(exploration, row)} />
    </span>
  );
}

/** By itself, because it follows the pointer. */
function WorkedFormula({ exploration, channel }: { exploration: Exploration; channel: number }) {
  const formula = useFormula();
  if (formula) return <FormulaView formula={formula} channel={channel} />;
  const { noFormula, convolution } = exploration;
  const words = noFormula ?? (convolution && `A formula is written out for the parameters of ${convolution.layer} and of what lies between it and ${exploration.layer.name}. Those below act along many paths.`);
  return words && <p className={styles.noFormula}>{words}</p>;
}

function BlockView(props: BlockProps) {
  const { block } = props;
  if (block.structure === 'window' || block.parameter === 'input') return <InputBlock {...props} />;
  if (block.shape.length === 4) return <KernelBlock {...props} />;
  if (block.shape.length === 2) return <DenseBlock {...props} />;
  return <VectorBlock {...props} />;
}

/** Whichever array the visitor opened, else that of the chosen parameter, the convolution's own, or the longest. */
function useOpenBlock({ blocks, convolution }: Exploration, { blockNorms }: Row): [BlockInfo, (index: number) => void] {
  const parameter = usePage((state) => state.selection.parameter);
  const [opened, setOpened] = useState<{ name: string; beside: string | null } | null>(null);
  const named = (name: string | undefined) => blocks.find((block) => block.parameter === name);
  const ofParameter = parameter === null ? undefined : blocks.find((block) => parameter.startsWith(`${block.parameter}[`));
  // A parameter chosen since then says more than what was opened before it.
  const stillOpen = opened && opened.beside === parameter ? named(opened.name) : undefined;
  const longest = blocks[blockNorms.indexOf(Math.max(...blockNorms))] ?? blocks[0];
  return [stillOpen ?? ofParameter ?? named(convolution?.kernel) ?? longest, (index) => setOpened({ name: blocks[index].parameter, beside: parameter })];
}

/** All arrays by how strongly the unit feels them, one of them opened. */
function OneOfMany({ row, exploration }: { row: Row; exploration: Exploration }) {
  const { blocks } = exploration;
  const [open, setOpen] = useOpenBlock(exploration, row);
  const rounded = (norm: number) => isRounding(exploration, [norm], row.norm);
  return (
    <>
      <UnitBars
        title={`How long the row is in each of the ${blocks.length} parameter arrays`}
        values={row.blockNorms}
        name={(k) => blocks[k].parameter}
        mark={row.blockNorms.some(rounded) ? (k) => (rounded(row.blockNorms[k]) ? 'rounding' : '') : undefined}
        selected={blocks.indexOf(open)}
        onSelect={setOpen}
      />
      <BlockView row={row} block={open} exploration={exploration} />
    </>
  );
}

/** Kernels and weights first, vectors together below them. */
function AllOfFew({ row, exploration }: { row: Row; exploration: Exploration }) {
  const vectors = exploration.blocks.filter(({ shape }) => shape.length === 1);
  const others = exploration.blocks.filter((block) => !vectors.includes(block));
  const view = (block: BlockInfo) => <BlockView key={block.parameter} row={row} block={block} exploration={exploration} />;
  return (
    <>
      {others.map(view)}
      {vectors.length > 0 && <div className={styles.vectors}>{vectors.map(view)}</div>}
    </>
  );
}

function RowBody({ row, exploration }: { row: Row; exploration: Exploration }) {
  const Blocks = exploration.blocks.length > together ? OneOfMany : AllOfFew;
  return (
    <>
      <RowHead row={row} exploration={exploration} />
      <Blocks row={row} exploration={exploration} />
      <WorkedFormula exploration={exploration} channel={row.unit.c} />
      <CheckRow />
    </>
  );
}

export function RowPanel() {
  const exploration = useExploration();
  const row = useRow();
  const aside = useMemo(() => row && exploration && <Measures row={row} exploration={exploration} />, [row, exploration]);
  return (
    <Panel id="row" title="The gradient row" waits aside={aside}>
      {exploration && row ? <RowBody row={row} exploration={exploration} /> : <Awaited height={620} label="The row is on its way" name="The row of a unit" />}
    </Panel>
  );
}
