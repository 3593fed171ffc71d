// All C maps of a layer on one canvas, to be looked through and chosen from. Does not know what the values are.
import { useMemo, type ReactNode } from 'react';
import { formatExact, formatShort } from './format.ts';
import { Legend } from './Legend.tsx';
import { mapsToPanels } from './order.ts';
import { PanelGrid } from './PanelGrid.tsx';
import type { Cell } from './panels.ts';
import { Picture, ReadOut } from './Picture.tsx';
import { domainOf, extent, scaleOf, type Domain, type ScaleKind } from './scale.ts';
import { useCursor } from './useCursor.ts';
import { useTheme } from './useTheme.ts';

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
  cellName?: (unit: MapUnit) => string;
  /** Default: from the values. */
  domain?: Domain;
  /** Default: from the width. */
  across?: number;
}

const toUnit = (cell: Cell): MapUnit => ({ i: cell.row, j: cell.column, c: cell.panel });
const defaultName = ({ i, j, c }: MapUnit): string => `map ${c}, row ${i}, column ${j}`;
const mapLabel = (panel: number): string => String(panel);

export function FeatureMaps(props: FeatureMapsProps) {
  const { title, values, shape, kind, legend, caption, selected, onSelect, onHover, cellName = defaultName, domain, across } = props;
  const [H, W, C] = shape;
  const theme = useTheme();
  const cells = useMemo(() => mapsToPanels(values, [H, W, C]), [values, H, W, C]);
  const reach = useMemo(() => domain ?? domainOf(kind, values), [domain, kind, values]);
  const scale = useMemo(() => scaleOf(kind, reach, theme), [kind, reach, theme]);
  const summary = useMemo(() => extent(values).map((value) => formatShort(value)).join(' to '), [values]);
  const cursor = useCursor((cell) => onHover?.(cell && toUnit(cell)));
  const valueAt = ({ i, j, c }: MapUnit): number => values[(i * W + j) * C + c];
  const shown = cursor.active ? toUnit(cursor.active.cell) : selected;
  return (
    <Picture
      title={title}
      legend={<Legend kind={kind} domain={reach} label={legend} />}
      readOut={
        <ReadOut
          where={shown ? `${cursor.active ? '' : 'chosen: '}${cellName(shown)}` : undefined}
          value={shown ? formatExact(valueAt(shown)) : undefined}
          long
          idle="Point at a cell to read its value."
          live={cursor.active?.source === 'keyboard'}
        />
      }
      caption={caption}
    >
      <PanelGrid
        spec={{ count: C, rows: H, columns: W, target: 96, maxCell: 12, gap: 8, maxGap: 18, header: 14, ...(across ? { across } : {}) }}
        cells={cells}
        scale={scale}
        label={`${title}. ${C} maps of ${H} by ${W}, values ${summary}.`}
        cursor={cursor}
        selected={selected && { panel: selected.c, row: selected.i, column: selected.j }}
        emphasised={selected?.c ?? null}
        panelLabel={mapLabel}
        zeroMark
        tip={(cell) => formatShort(valueAt(toUnit(cell)), 4)}
        onSelect={(cell) => onSelect(toUnit(cell))}
      />
    </Picture>
  );
}
