// One digit large: its pixels, the window that a unit looks at, one marked pixel. Knows nothing of the network.
import { useMemo, type ReactNode } from 'react';
import { formatExact, formatShort } from './format.ts';
import { Legend } from './Legend.tsx';
import type { PaletteKind } from './palette.ts';
import { PanelGrid } from './PanelGrid.tsx';
import { cellBox, type Cell, type PanelLayout } from './panels.ts';
import { Picture, ReadOut } from './Picture.tsx';
import { Ring } from './Ring.tsx';
import { extent, scaleOf, symmetricDomain, type Domain } from './scale.ts';
import { useCursor } from './useCursor.ts';
import { useTheme } from './useTheme.ts';

interface PixelWindow {
  top: number;
  left: number;
  height: number;
  width: number;
}

export interface DigitViewProps {
  title: string;
  /** [H, W] row-major; with channels, pass one at a time. */
  values: Uint8Array | Float32Array;
  height: number;
  width: number;
  kind: Extract<PaletteKind, 'grey' | 'diverging'>;
  /** The receptive field; may reach past the picture's edge. */
  outline: PixelWindow | null;
  marked?: { y: number; x: number } | null;
  onHover?: (pixel: { y: number; x: number } | null) => void;
  onSelect?: (pixel: { y: number; x: number }) => void;
  caption?: ReactNode;
  legend?: string;
  domain?: Domain;
  /** Largest side of a pixel in CSS pixels. */
  maxCell?: number;
}

function defaultDomain(values: Uint8Array | Float32Array, kind: DigitViewProps['kind']): Domain {
  if (values instanceof Uint8Array) return [0, 255];
  return kind === 'diverging' ? symmetricDomain(values) : extent(values);
}

const cellOf = ({ y, x }: { y: number; x: number }): Cell => ({ panel: 0, row: y, column: x });
const pixelOf = (cell: Cell): { y: number; x: number } => ({ y: cell.row, x: cell.column });

function Outline({ layout, outline }: { layout: PanelLayout; outline: PixelWindow }) {
  const corner = cellBox(layout, cellOf({ y: outline.top, x: outline.left }));
  const box = { ...corner, width: outline.width * layout.cellWidth, height: outline.height * layout.cellHeight };
  return <Ring box={box} tone="window" />;
}

export function DigitView(props: DigitViewProps) {
  const { title, values, height, width, kind, outline, marked = null, onHover, onSelect, caption, legend = 'pixel', domain, maxCell = 10 } = props;
  const theme = useTheme();
  const reach = useMemo(() => domain ?? defaultDomain(values, kind), [domain, values, kind]);
  const scale = useMemo(() => scaleOf(kind, reach, theme), [kind, reach, theme]);
  const cursor = useCursor((cell) => onHover?.(cell && pixelOf(cell)));
  const shown = cursor.active ? pixelOf(cursor.active.cell) : marked;
  const valueAt = ({ y, x }: { y: number; x: number }): number => values[y * width + x];
  return (
    <Picture
      title={title}
      legend={<Legend kind={kind} domain={reach} label={legend} width={120} />}
      readOut={
        <ReadOut
          where={shown ? `${cursor.active ? '' : 'marked: '}row ${shown.y}, column ${shown.x}` : undefined}
          value={shown ? formatExact(valueAt(shown)) : undefined}
          idle="Point at a pixel to read its value."
          live={cursor.active?.source === 'keyboard'}
        />
      }
      caption={caption}
      maxWidth={Math.max(260, maxCell * width + 2)}
    >
      <PanelGrid
        spec={{ count: 1, rows: height, columns: width, target: maxCell * width, maxCell, gap: 0, maxGap: 0, header: 0 }}
        cells={values}
        scale={scale}
        label={`${title}. ${height} by ${width} pixels${outline ? `; outlined: rows ${outline.top} to ${outline.top + outline.height - 1}, columns ${outline.left} to ${outline.left + outline.width - 1}` : ''}.`}
        cursor={cursor}
        selected={marked && cellOf(marked)}
        tip={(cell) => formatShort(valueAt(pixelOf(cell)), 4)}
        onSelect={onSelect && ((cell) => onSelect(pixelOf(cell)))}
        marks={(layout) => outline && <Outline layout={layout} outline={outline} />}
      />
    </Picture>
  );
}
