// A dense layer's part of the row: the weights into one unit, as the map that was flattened or as plain cells, and all units by length.
import { memo, useMemo } from 'react';
import { CellGrid, FeatureMaps } from '../../viz/index.ts';
import { mapUnder } from '../network/mapUnder.ts';
import { usePage } from '../state/ExplorerContext.ts';
import { count } from '../ui/format.ts';
import { cellOf, focusOf, normsOf, useBlock, type BlockProps } from './useBlock.ts';
import styles from './RowPanel.module.css';

/** The weights [inputs, units] into one unit. */
function into(values: Float32Array, units: number, unit: number): Float32Array {
  return Float32Array.from({ length: values.length / units }, (_, k) => values[k * units + unit]);
}

export const DenseBlock = memo(function DenseBlock(props: BlockProps) {
  const { row, block, exploration } = props;
  const { values, domain, selected, pointed, onSelect, onHover, placeOf } = useBlock(props);
  const [inputs, units] = block.shape;
  const layers = usePage((state) => state.run!.layers);
  const { height, width, channels } = exploration.digit;
  const map = mapUnder(layers, block.layer, inputs, [height, width, channels]);
  const unit = useMemo(() => focusOf(block, units, values, row.index, selected), [block, units, values, row.index, selected]);
  const weights = useMemo(() => into(values, units, unit), [values, units, unit]);
  const norms = useMemo(() => normsOf(values, units), [values, units]);
  const own = block.structure === 'channel';
  const title = `∂h/∂ weights into unit ${unit}${own ? ', its own' : ` of ${block.layer}`}`;
  const inside = (index: number | null) => (index !== null && index % units === unit ? Math.floor(index / units) : null);
  const [at, echo] = [inside(selected), inside(pointed)];
  const shared = { title, values: weights, kind: 'diverging' as const, legend: 'derivative', domain };
  const offset = (k: number) => k * units + unit;
  return (
    <div className={styles.stack}>
      {map ? (
        <FeatureMaps
          {...shared}
          shape={map}
          selected={cellOf(at, map)}
          pointed={cellOf(echo, map)}
          cellName={({ i, j, c }) => placeOf(offset((i * map[1] + j) * map[2] + c))}
          onSelect={({ i, j, c }) => onSelect(offset((i * map[1] + j) * map[2] + c))}
          onHover={(cell) => onHover(cell && offset((cell.i * map[1] + cell.j) * map[2] + cell.c))}
          mapName={map[2] === 1 ? () => '' : undefined}
          maxCell={map[2] === 1 ? 9 : 12}
        />
      ) : (
        <CellGrid {...shared} selected={at} pointed={echo} cellName={(k) => placeOf(offset(k))} onSelect={(k) => onSelect(offset(k))} onHover={(k) => onHover(k === null ? null : offset(k))} />
      )}
      {!own && units > 1 && (
        <CellGrid
          title={`Length of the part of each of the ${count(units)} units of ${block.layer}`}
          values={norms}
          kind="sequential"
          legend="length"
          selected={unit}
          cellName={(k) => `unit ${k}`}
          onSelect={(k) => onSelect(offset(0) - unit + k)}
        />
      )}
      <p className={styles.why} data-testid="why-zero">
        {row.off
          ? row.reason
          : own
            ? `Unit ${unit} uses only its own ${count(inputs)} weights: the other ${count(units - 1)} × ${count(inputs)} are exactly zero.`
            : `Every unit of this layer feels all ${count(units)} units of ${block.layer}. Choose a unit to see its weights.`}
      </p>
    </div>
  );
});
