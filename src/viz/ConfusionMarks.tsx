// What is written in and around the cells of a confusion matrix: counts, names, sums, axes. SVG.
import { memo } from 'react';
import { shortName, STROKE, type ConfusionLayout } from './confusion.ts';
import { cellBox, panelBox, type Cell, type PanelLayout } from './panels.ts';
import type { ColourScale } from './scale.ts';
import styles from './confusion.module.css';

interface ConfusionMarksProps {
  panels: PanelLayout;
  layout: ConfusionLayout;
  counts: ArrayLike<number>;
  /** What is coloured: square roots of the counts, 0 on the diagonal. */
  cells: Float32Array;
  scale: ColourScale;
  names: readonly string[];
  sums: { rows: readonly number[]; columns: readonly number[] };
  /** The cell whose row and column stand out. */
  at: Cell | null;
}

/** In whichever ink reads on the cell's colour; nothing is written into empty cells. */
const Counts = memo(function Counts({ panels, text, counts, cells, scale }: Pick<ConfusionMarksProps, 'panels' | 'counts' | 'cells' | 'scale'> & { text: number }) {
  if (text === 0) return null;
  const classes = panels.columns;
  return (
    <g style={{ fontSize: `${text}px` }}>
      {Array.from(counts, (count, k) => {
        const box = cellBox(panels, { panel: 0, row: Math.floor(k / classes), column: k % classes });
        const right = k % (classes + 1) === 0;
        const ink = scale.palette.darkInk[scale.index(cells[k])] ? '#000' : '#fff';
        return (
          count > 0 && (
            <text key={k} className={right ? styles.right : styles.count} x={box.x + box.width / 2} y={box.y + box.height / 2} fill={right ? undefined : ink}>
              {count}
            </text>
          )
        );
      })}
    </g>
  );
});

/** Outlines of the diagonal's cells, that it reads as one thing. */
const Diagonal = memo(function Diagonal({ panels }: { panels: PanelLayout }) {
  const steps = Array.from({ length: panels.columns }, (_, k) => cellBox(panels, { panel: 0, row: k, column: k }));
  return <path className={styles.diagonal} d={steps.map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}z`).join('')} />;
});

function Around({ panels, layout, names, sums, at }: Pick<ConfusionMarksProps, 'panels' | 'layout' | 'names' | 'sums' | 'at'>) {
  const panel = panelBox(panels, 0);
  const [right, bottom] = [panel.x + panel.width, panel.y + panel.height];
  const { step, upright } = layout;
  const named = (k: number, chosen: number | undefined): boolean => (chosen === undefined ? k % step === 0 : k === chosen || (k % step === 0 && Math.abs(k - chosen) >= step));
  return (
    <>
      {names.map((name, k) => {
        const box = cellBox(panels, { panel: 0, row: k, column: k });
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        const row = k === at?.row ? styles.nameStrong : styles.name;
        const column = k === at?.column ? styles.nameStrong : styles.name;
        return (
          <g key={k}>
            {named(k, at?.row) && (
              <>
                <text className={row} x={panel.x - STROKE} y={y} textAnchor="end">{shortName(name)}</text>
                <text className={styles.sum} x={right + STROKE} y={y}>{sums.rows[k]}</text>
              </>
            )}
            {named(k, at?.column) && (
              <>
                <text className={column} {...(upright.names ? { transform: `translate(${x} ${panel.y - STROKE}) rotate(-90)` } : { x, y: panel.y - STROKE - 6, textAnchor: 'middle' })}>{shortName(name)}</text>
                <text className={styles.sum} {...(upright.sums ? { transform: `translate(${x} ${bottom + STROKE}) rotate(-90)`, textAnchor: 'end' } : { x, y: bottom + STROKE + 6, textAnchor: 'middle' })}>{sums.columns[k]}</text>
              </>
            )}
          </g>
        );
      })}
      <text className={styles.axis} x={panel.x} y={panel.y - layout.top + 7}>read as →</text>
      <text className={styles.axis} x={panel.x - STROKE} y={panel.y - STROKE - 6} textAnchor="end">true</text>
      <text className={styles.axis} x={right + STROKE} y={panel.y - STROKE - 6}>all</text>
      <text className={styles.axis} x={panel.x - STROKE} y={bottom + STROKE + 6} textAnchor="end">all</text>
    </>
  );
}

export function ConfusionMarks({ panels, layout, counts, cells, scale, names, sums, at }: ConfusionMarksProps) {
  return (
    <>
      <Diagonal panels={panels} />
      <Counts panels={panels} text={layout.text} counts={counts} cells={cells} scale={scale} />
      <Around panels={panels} layout={layout} names={names} sums={sums} at={at} />
    </>
  );
}
