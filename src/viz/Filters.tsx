// Every kernel of a convolution small, one panel an output channel, input channels stacked. Used for the weights and for
// a row of the Jacobian alike.
import { useMemo, type ReactNode } from 'react';
import { formatExact, formatShort } from './format.ts';
import { Legend } from './Legend.tsx';
import { filterCell, filterIndex, gather, type KernelShape } from './order.ts';
import { PanelGrid } from './PanelGrid.tsx';
import { panelBox, type Cell, type PanelLayout } from './panels.ts';
import { Picture, ReadOut } from './Picture.tsx';
import { Ring } from './Ring.tsx';
import { domainOf, scaleOf, type Domain, type ScaleKind } from './scale.ts';
import { kernelTable } from './tables.ts';
import { useCursor } from './useCursor.ts';
import { useTheme } from './useTheme.ts';
import styles from './panels.module.css';

export interface FiltersProps {
  title: string;
  /** [kh, kw, cin, cout]. */
  shape: KernelShape;
  /** Row-major. */
  values: Float32Array;
  /** The output channel that stands out. */
  channel: number | null;
  /** Position in `values`. */
  selected: number | null;
  onSelect: (index: number) => void;
  legend: string;
  kind?: ScaleKind;
  domain?: Domain;
  caption?: ReactNode;
  onHover?: (index: number | null) => void;
  /** What is pointed at in another picture. */
  pointed?: number | null;
  cellName?: (index: number) => string;
  across?: number;
}

function describe([kh]: KernelShape, cell: Cell, cin: number): string {
  const input = cin > 1 ? `, input ${Math.floor(cell.row / kh)}` : '';
  return `filter ${cell.panel}${input}, row ${cell.row % kh}, column ${cell.column}`;
}

const filterLabel = (panel: number): string => String(panel);

/** Lines part the input channels; a frame marks the output channel that stands out. */
function Marks({ layout, kh, channel }: { layout: PanelLayout; kh: number; channel: number | null }) {
  const parts = Array.from({ length: layout.count }, (_, panel) => {
    const box = panelBox(layout, panel);
    return Array.from({ length: layout.rows / kh - 1 }, (_, k) => `M${box.x} ${box.y + (k + 1) * kh * layout.cellHeight}h${box.width}`);
  }).flat();
  return (
    <>
      {parts.length > 0 && <path className={styles.slices} d={parts.join('')} />}
      {channel !== null && <Ring box={panelBox(layout, channel)} tone="own" />}
    </>
  );
}

export function Filters(props: FiltersProps) {
  const { title, shape, values, channel, selected, pointed = null, onSelect, legend, kind = 'diverging', domain, caption, onHover, cellName, across } = props;
  const [kh, kw, cin, cout] = shape;
  const theme = useTheme();
  const cells = useMemo(
    () => gather(values, cout, kh * cin, kw, (cell) => filterIndex([kh, kw, cin, cout], cell)),
    [values, kh, kw, cin, cout],
  );
  const reach = useMemo(() => domain ?? domainOf(kind, values), [domain, kind, values]);
  const scale = useMemo(() => scaleOf(kind, reach, theme), [kind, reach, theme]);
  const cursor = useCursor((cell) => onHover?.(cell && filterIndex(shape, cell)));
  const name = (index: number): string => cellName?.(index) ?? describe(shape, filterCell(shape, index), cin);
  const shown = cursor.active ? filterIndex(shape, cursor.active.cell) : (pointed ?? selected);
  return (
    <Picture
      title={title}
      legend={<Legend kind={kind} domain={reach} label={legend} />}
      readOut={
        <ReadOut
          where={shown === null ? undefined : `${cursor.active || pointed !== null ? '' : 'chosen: '}${name(shown)}`}
          value={shown === null ? undefined : formatExact(values[shown])}
          long
          idle="Point at a cell to read its value."
          live={cursor.active?.source === 'keyboard'}
        />
      }
      caption={caption}
      table={kernelTable(values, shape, legend)}
    >
      <PanelGrid
        spec={{ count: cout, rows: kh * cin, columns: kw, target: 44, maxCell: 14, gap: 8, maxGap: 20, header: 14, ...(across ? { across } : {}) }}
        cells={cells}
        scale={scale}
        label={`${title}. ${cout} kernels of ${kh} by ${kw}${cin > 1 ? ` by ${cin}` : ''}, colours ${reach.map((end) => formatShort(end)).join(' to ')}.`}
        cursor={cursor}
        selected={selected === null ? null : filterCell(shape, selected)}
        echo={pointed === null ? null : filterCell(shape, pointed)}
        emphasised={channel}
        panelLabel={filterLabel}
        tip={(cell) => formatShort(values[filterIndex(shape, cell)], 4)}
        onSelect={(cell) => onSelect(filterIndex(shape, cell))}
        zeroMark
        marks={(layout) => <Marks layout={layout} kh={kh} channel={channel} />}
      />
    </Picture>
  );
}
