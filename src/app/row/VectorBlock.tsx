// A vector's part of the row, such as that of a bias, gamma or beta: a strip, or where it is long a block of cells.
import { memo } from 'react';
import { CellGrid, FeatureMaps, ParameterStrip } from '../../viz/index.ts';
import { letterOf } from '../formula/parameter.ts';
import { whyUnfelt } from './rounding.ts';
import { cellOf, useBlock, type BlockProps } from './useBlock.ts';
import styles from './RowPanel.module.css';

/** Cells that a strip has room for. */
const stripped = 40;

/** [H, W, C] of a parameter that is a map, such as a PReLU's alpha. */
function mapOf(shape: readonly number[]): readonly [number, number, number] | null {
  return shape.length === 3 && shape[0] * shape[1] > 1 ? (shape as readonly [number, number, number]) : null;
}

function Vector(props: BlockProps) {
  const { row, block, exploration } = props;
  const { placeOf, ...shared } = useBlock(props);
  const letter = letterOf(block.parameter);
  const alone = exploration.blocks.filter(({ parameter }) => letterOf(parameter) === letter).length === 1;
  const title = `∂h/∂${letter}${alone ? '' : ` of ${block.layer}`}`;
  const own = block.structure === 'channel' ? row.index % block.channels : null;
  const map = mapOf(block.shape);
  if (map) {
    const [, W, C] = map;
    const { selected, pointed, onSelect, onHover } = shared;
    const at = ({ i, j, c }: { i: number; j: number; c: number }) => (i * W + j) * C + c;
    return (
      <FeatureMaps
        {...shared}
        title={title}
        shape={map}
        kind="diverging"
        legend="derivative"
        selected={cellOf(selected, map)}
        pointed={cellOf(pointed, map)}
        cellName={(cell) => placeOf(at(cell))}
        onSelect={(cell) => onSelect(at(cell))}
        onHover={(cell) => onHover(cell && at(cell))}
      />
    );
  }
  if (block.size > stripped) return <CellGrid {...shared} title={title} kind="diverging" legend="derivative" cellName={placeOf} selected={shared.selected ?? own} />;
  return <ParameterStrip {...shared} title={title} name={block.parameter} channel={own} />;
}

export const VectorBlock = memo(function VectorBlock(props: BlockProps) {
  const why = whyUnfelt(props.exploration, props.row, props.block);
  return (
    <>
      <Vector {...props} />
      {why && (
        <p className={styles.why} data-testid="why-unfelt">
          {why}
        </p>
      )}
    </>
  );
});
