// All C maps of a layer on one canvas, to be looked through and chosen from. Does not know what the values are.
import { memo, useMemo, type ReactNode } from 'react';
import { formatExact, formatShort } from './format.ts';
import { Legend } from './Legend.tsx';
import { mapsToPanels } from './order.ts';
import { PanelGrid } from './PanelGrid.tsx';
import { cellBox, type Cell, type PanelLayout } from './panels.ts';
import { Picture, ReadOut } from './Picture.tsx';
import { Ring } from './Ring.tsx';
import { domainOf, extent, scaleOf, type Domain, type ScaleKind } from './scale.ts';
import { mapsTable } from './tables.ts';
import { useCursor } from './useCursor.ts';
import { useTheme } from './useTheme.ts';
import styles from './panels.module.css';

/** A unit of a layer: row i, column j of the map of channel c. */
export interface MapUnit {
  i: number;
  j: number;
  c: number;
}

export interface FeatureMapsProps {
  title: string;
  /** [H, W, C] row-major. */
  values: Float32Array;
  shape: readonly [number, number, number];
  kind: ScaleKind;
  /** What the colours measure. */
  legend: string;
  caption?: ReactNode;
  selected: MapUnit | null;
  onSelect: (unit: MapUnit) => void;
  onHover?: (unit: MapUnit | null) => void;
  /** What is pointed at in another picture. */
  pointed?: MapUnit | null;
  cellName?: (unit: MapUnit) => string;
  /** Default: from the values. */
  domain?: Domain;
  /** Default: from the width. */
  across?: number;
  /** Channels on show: `count` from `first` on. Default: all. */
  channels?: { readonly first: number; readonly count: number };
  /** What stands above a map; default: its number. */
  mapName?: (channel: number) => string;
  /** Largest side of a cell in CSS pixels. */
  maxCell?: number;
  /** Cells with a dot, by their places in `values`. */
  flagged?: ArrayLike<number> | null;
  /** Rows and columns that are framed on every map. */
  outline?: { readonly top: number; readonly left: number; readonly height: number; readonly width: number } | null;
}

const defaultName = ({ i, j, c }: MapUnit): string => `map ${c}, row ${i}, column ${j}`;

function Outlines({ layout, outline }: { layout: PanelLayout; outline: NonNullable<FeatureMapsProps['outline']> }) {
  return Array.from({ length: layout.count }, (_, panel) => {
    const corner = cellBox(layout, { panel, row: outline.top, column: outline.left });
    return <Ring key={panel} tone="window" box={{ ...corner, width: outline.width * layout.cellWidth, height: outline.height * layout.cellHeight }} />;
  });
}

/** A dot in each flagged cell, large enough to be seen on small ones. */
const Flags = memo(function Flags({ layout, flagged, shape: [, W, C], first }: { layout: PanelLayout; flagged: ArrayLike<number>; shape: FeatureMapsProps['shape']; first: number }) {
  const side = Math.max(2, Math.min(5, Math.round(layout.cellWidth / 2)));
  const dots = Array.from(flagged, (place) => {
    const panel = (place % C) - first;
    if (panel < 0 || panel >= layout.count) return '';
    const box = cellBox(layout, { panel, row: Math.floor(place / (C * W)), column: Math.floor(place / C) % W });
    return `M${box.x + (box.width - side) / 2} ${box.y + (box.height - side) / 2}h${side}v${side}h${-side}z`;
  });
  return <path className={styles.flags} d={dots.join('')} />;
});

export function FeatureMaps(props: FeatureMapsProps) {
  const { title, values, shape, kind, legend, caption, selected, pointed = null, onSelect, onHover, cellName = defaultName, domain, across, mapName = String, maxCell = 12, outline = null, flagged = null } = props;
  const [H, W, C] = shape;
  const { first, count } = props.channels ?? { first: 0, count: C };
  const toUnit = (cell: Cell): MapUnit => ({ i: cell.row, j: cell.column, c: first + cell.panel });
  const theme = useTheme();
  const cells = useMemo(() => mapsToPanels(values, [H, W, C], first, count), [values, H, W, C, first, count]);
  const reach = useMemo(() => domain ?? domainOf(kind, values), [domain, kind, values]);
  const scale = useMemo(() => scaleOf(kind, reach, theme), [kind, reach, theme]);
  const summary = useMemo(() => extent(values).map((value) => formatShort(value)).join(' to '), [values]);
  const cursor = useCursor((cell) => onHover?.(cell && toUnit(cell)));
  const valueAt = ({ i, j, c }: MapUnit): number => values[(i * W + j) * C + c];
  const shown = cursor.active ? toUnit(cursor.active.cell) : (pointed ?? selected);
  const onShow = (unit: MapUnit | null) => (unit && unit.c >= first && unit.c < first + count ? unit : null);
  const cellOf = ({ i, j, c }: MapUnit): Cell => ({ panel: c - first, row: i, column: j });
  const inside = onShow(selected);
  const echo = onShow(pointed);
  return (
    <Picture
      title={title}
      legend={<Legend kind={kind} domain={reach} label={legend} />}
      readOut={
        <ReadOut
          where={shown ? `${cursor.active || pointed ? '' : 'chosen: '}${cellName(shown)}` : undefined}
          value={shown ? formatExact(valueAt(shown)) : undefined}
          long
          idle="Point at a cell to read its value."
          live={cursor.active?.source === 'keyboard'}
        />
      }
      caption={caption}
      table={mapsTable(values, shape, legend)}
    >
      <PanelGrid
        spec={{ count, rows: H, columns: W, target: 96, maxCell, gap: 8, maxGap: 18, header: 14, ...(across ? { across } : {}) }}
        cells={cells}
        scale={scale}
        label={`${title}. ${count < C ? `Maps ${first} to ${first + count - 1} of ${C}` : `${C} ${C === 1 ? 'map' : 'maps'}`} of ${H} by ${W}, values ${summary}.`}
        cursor={cursor}
        selected={inside && cellOf(inside)}
        echo={echo && cellOf(echo)}
        emphasised={inside ? inside.c - first : null}
        panelLabel={(panel) => mapName(first + panel)}
        marks={(layout) => (
          <>
            {outline && <Outlines layout={layout} outline={outline} />}
            {flagged && <Flags layout={layout} flagged={flagged} shape={shape} first={first} />}
          </>
        )}
        zeroMark
        tip={(cell) => formatShort(valueAt(toUnit(cell)), 4)}
        onSelect={(cell) => onSelect(toUnit(cell))}
      />
    </Picture>
  );
}
