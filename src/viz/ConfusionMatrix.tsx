// Which class is read as which, and how often: rows the true class, columns the answer. The diagonal, read rightly, is set apart,
// so that the colours are the mistakes' own. Does not know what reads.
import { useMemo, type ReactNode } from 'react';
import { layoutConfusion, mostMistaken, shortName, sumsOf, type ConfusionLayout } from './confusion.ts';
import { ConfusionMarks } from './ConfusionMarks.tsx';
import { formatPercent } from './format.ts';
import { PanelGrid } from './PanelGrid.tsx';
import type { Cell } from './panels.ts';
import { palette } from './palette.ts';
import { Picture, ReadOut } from './Picture.tsx';
import { RootLegend } from './RootLegend.tsx';
import { sequentialScale } from './scale.ts';
import { useCursor } from './useCursor.ts';
import { useTheme } from './useTheme.ts';
import { useWidth } from './useWidth.ts';
import styles from './confusion.module.css';

export interface ConfusionCell {
  label: number;
  predicted: number;
}

export interface ConfusionMatrixProps {
  title: string;
  /** [classes, classes] row-major: images of the row's class that are read as the column's. */
  counts: ArrayLike<number>;
  /** Of the classes, by number. */
  names: readonly string[];
  selected: ConfusionCell | null;
  onSelect: (cell: ConfusionCell) => void;
  caption?: ReactNode;
}

/** Entry of the grey table under the diagonal: a shade off the paper, in either theme. */
const DIAGONAL = 22;

function describe(title: string, counts: ArrayLike<number>, names: readonly string[]): string {
  const mistaken = mostMistaken(counts, names.length, 3).map(({ label, predicted, count }) => `${names[label]} read as ${names[predicted]}, ${count}`);
  const worst = mistaken.length === 0 ? 'There are no mistakes.' : `Mistaken most often: ${mistaken.join('; ')}.`;
  return `${title}. ${names.length} classes; rows are the true class, columns the answer. ${worst}`;
}

export function ConfusionMatrix({ title, counts, names, selected, onSelect, caption }: ConfusionMatrixProps) {
  const theme = useTheme();
  const classes = names.length;
  const [ref, width] = useWidth<HTMLDivElement>();
  const sums = useMemo(() => sumsOf(counts, classes), [counts, classes]);
  const layout: ConfusionLayout = useMemo(() => layoutConfusion(width || 400, names, [...sums.rows, ...sums.columns], counts), [width, names, sums, counts]);
  const { cells, scale, largest } = useMemo(() => {
    const roots = Float32Array.from(counts, (count, k) => (k % (classes + 1) === 0 ? 0 : Math.sqrt(count)));
    const most = roots.reduce((a, b) => Math.max(a, b), 0);
    return { cells: roots, scale: sequentialScale(most, theme), largest: Math.round(most ** 2) };
  }, [counts, classes, theme]);
  const colours = useMemo(() => {
    const grey = palette('grey', theme);
    return Uint32Array.from(cells, (root, k) => (k % (classes + 1) === 0 ? grey.pixels[DIAGONAL] : scale.palette.pixels[scale.index(root)]));
  }, [cells, classes, scale, theme]);
  const cursor = useCursor();
  const countAt = ({ row, column }: Cell): number => counts[row * classes + column];
  const chosen: Cell | null = selected && { panel: 0, row: selected.label, column: selected.predicted };
  const shown = cursor.active?.cell ?? chosen;
  const images = (count: number): string => `${count} ${count === 1 ? 'image' : 'images'}`;
  const value = (cell: Cell): string => `${images(countAt(cell))}${sums.rows[cell.row] > 0 ? `, ${formatPercent(countAt(cell) / sums.rows[cell.row])} of its class` : ''}`;
  return (
    <Picture
      title={title}
      legend={<RootLegend label="images read wrongly" largest={largest} />}
      readOut={
        <ReadOut
          where={shown ? `${cursor.active ? '' : 'chosen: '}${names[shown.row]} read as ${names[shown.column]}:` : undefined}
          joint=""
          value={shown ? value(shown) : undefined}
          long
          idle="Point at a cell to read its count."
          live={cursor.active?.source === 'keyboard'}
        />
      }
      caption={caption}
      table={{ columns: ['true class', 'read as', 'images'], rows: () => Array.from(counts, (count, k) => [names[Math.floor(k / classes)], names[k % classes], count]) }}
    >
      <div ref={ref}>
        <div className={styles.frame} style={{ padding: `${layout.top}px ${layout.right}px ${layout.bottom}px ${layout.left}px` }}>
          <PanelGrid
            spec={{ count: 1, rows: classes, columns: classes, target: 400, maxCell: 40, gap: 0, maxGap: 0, header: 0 }}
            cells={cells}
            scale={scale}
            colours={colours}
            label={describe(title, counts, names)}
            cursor={cursor}
            selected={chosen}
            tip={(cell) => `${shortName(names[cell.row])} → ${shortName(names[cell.column])}: ${countAt(cell)}`}
            onSelect={({ row, column }) => onSelect({ label: row, predicted: column })}
            marks={(panels) => <ConfusionMarks panels={panels} layout={layout} counts={counts} cells={cells} scale={scale} names={names} sums={sums} at={shown} />}
          />
        </div>
      </div>
    </Picture>
  );
}
