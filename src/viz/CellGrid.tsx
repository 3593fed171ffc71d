// Many numbers without a shape of their own as one block of cells, read like text. Does not know what they are.
import { useMemo, type ReactNode } from 'react';
import { formatExact, formatShort } from './format.ts';
import { Legend } from './Legend.tsx';
import { PanelGrid } from './PanelGrid.tsx';
import type { Cell } from './panels.ts';
import { Picture, ReadOut } from './Picture.tsx';
import { colourise, domainOf, scaleOf, type Domain, type ScaleKind } from './scale.ts';
import { listTable } from './tables.ts';
import { useCursor } from './useCursor.ts';
import { useTheme } from './useTheme.ts';

export interface CellGridProps {
  title: string;
  values: Float32Array;
  kind: ScaleKind;
  legend: string;
  domain?: Domain;
  /** Index into `values`. */
  selected: number | null;
  onSelect: (index: number) => void;
  onHover?: (index: number | null) => void;
  /** What is pointed at in another picture. */
  pointed?: number | null;
  cellName: (index: number) => string;
  caption?: ReactNode;
}

/** Cells in a line: about twice as many as lines; of the numbers near to that the one that leaves the fewest places empty. */
export function cellsAcross(count: number): number {
  const wish = Math.sqrt(2 * count);
  const wasted = (across: number) => Math.ceil(count / across) * across - count;
  const near = Array.from({ length: Math.floor(0.8 * wish) + 1 }, (_, k) => Math.ceil(0.7 * wish) + k).filter((across) => across > 0 && across <= count);
  return near.reduce((best, across) => (wasted(across) < wasted(best) || (wasted(across) === wasted(best) && Math.abs(across - wish) < Math.abs(best - wish)) ? across : best), near[0] ?? count);
}

export function CellGrid({ title, values, kind, legend, domain, selected, pointed = null, onSelect, onHover, cellName, caption }: CellGridProps) {
  const theme = useTheme();
  const columns = cellsAcross(values.length);
  const rows = Math.ceil(values.length / columns);
  const reach = useMemo(() => domain ?? domainOf(kind, values), [domain, kind, values]);
  const scale = useMemo(() => scaleOf(kind, reach, theme), [kind, reach, theme]);
  // Places after the last number stay transparent.
  const colours = useMemo(() => {
    const all = new Uint32Array(rows * columns);
    all.set(colourise(values, scale));
    return all;
  }, [values, rows, columns, scale]);
  const indexOf = ({ row, column }: Cell): number | null => (row * columns + column < values.length ? row * columns + column : null);
  const cursor = useCursor((cell) => onHover?.(cell && indexOf(cell)));
  const active = cursor.active && indexOf(cursor.active.cell);
  const cellOf = (index: number): Cell => ({ panel: 0, row: Math.floor(index / columns), column: index % columns });
  const shown = active ?? pointed ?? selected;
  return (
    <Picture
      title={title}
      legend={<Legend kind={kind} domain={reach} label={legend} />}
      readOut={
        <ReadOut
          where={shown === null ? undefined : `${active === null && pointed === null ? 'chosen: ' : ''}${cellName(shown)}`}
          value={shown === null ? undefined : formatExact(values[shown])}
          long
          idle="Point at a cell to read its value."
          live={cursor.active?.source === 'keyboard'}
        />
      }
      caption={caption}
      table={listTable(values, ['place', legend], cellName)}
    >
      <PanelGrid
        spec={{ count: 1, rows, columns, target: 400, maxCell: values.length <= 64 ? 32 : 16, gap: 0, maxGap: 0, header: 0 }}
        cells={values}
        scale={scale}
        colours={colours}
        label={`${title}. ${values.length} numbers in lines of ${columns}, colours ${reach.map((end) => formatShort(end)).join(' to ')}.`}
        cursor={cursor}
        selected={selected === null ? null : cellOf(selected)}
        echo={pointed === null ? null : cellOf(pointed)}
        tip={(cell) => (indexOf(cell) === null ? 'nothing here' : formatShort(values[indexOf(cell)!], 4))}
        onSelect={(cell) => indexOf(cell) !== null && onSelect(indexOf(cell)!)}
      />
    </Picture>
  );
}
