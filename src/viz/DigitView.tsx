// One picture large, a digit or one in colour: its pixels, the window that a unit looks at, one marked pixel. Knows nothing
// of the network.
import { useMemo, type ReactNode } from 'react';
import { formatExact, formatShort } from './format.ts';
import { Legend } from './Legend.tsx';
import { mapsToPanels } from './order.ts';
import type { PaletteKind } from './palette.ts';
import { PanelGrid } from './PanelGrid.tsx';
import { cellBox, type Cell, type PanelLayout } from './panels.ts';
import { Picture, ReadOut } from './Picture.tsx';
import { Ring } from './Ring.tsx';
import { extent, scaleOf, symmetricDomain, type Domain } from './scale.ts';
import { mapsTable } from './tables.ts';
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
  /** [H, W, C] row-major. */
  values: Uint8Array | Float32Array;
  height: number;
  width: number;
  /** Three or four channels of bytes are one picture in colour; else each is a panel. Default 1. */
  channels?: number;
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

function Outlines({ layout, outline }: { layout: PanelLayout; outline: PixelWindow }) {
  return Array.from({ length: layout.count }, (_, panel) => {
    const corner = cellBox(layout, { panel, row: outline.top, column: outline.left });
    const box = { ...corner, width: outline.width * layout.cellWidth, height: outline.height * layout.cellHeight };
    return <Ring key={panel} box={box} tone="window" />;
  });
}

/** Bytes of red, green, blue (and alpha) as packed pixels in ImageData's order. */
function inColour(values: Uint8Array | Float32Array, channels: number): Uint32Array | undefined {
  if (!(values instanceof Uint8Array) || channels < 3 || channels > 4) return undefined;
  const packed = new Uint8ClampedArray((values.length / channels) * 4).fill(255);
  for (let p = 0; p < values.length / channels; p++) for (let k = 0; k < channels; k++) packed[4 * p + k] = values[p * channels + k];
  return new Uint32Array(packed.buffer);
}

export function DigitView(props: DigitViewProps) {
  const { title, values, height, width, kind, outline, marked = null, onHover, onSelect, caption, legend = 'pixel', domain, maxCell = 10, channels = 1 } = props;
  const theme = useTheme();
  const reach = useMemo(() => domain ?? defaultDomain(values, kind), [domain, values, kind]);
  const scale = useMemo(() => scaleOf(kind, reach, theme), [kind, reach, theme]);
  const cursor = useCursor((cell) => onHover?.(cell && pixelOf(cell)));
  const shown = cursor.active ? pixelOf(cursor.active.cell) : marked;
  const colours = useMemo(() => inColour(values, channels), [values, channels]);
  const panels = colours ? 1 : channels;
  const cells = useMemo(() => (channels === 1 ? values : mapsToPanels(values, [height, width, channels])), [values, height, width, channels]);
  const panel = cursor.active?.cell.panel ?? 0;
  const numbersAt = ({ y, x }: { y: number; x: number }): number[] => {
    const all = Array.from({ length: channels }, (_, c) => values[(y * width + x) * channels + c]);
    return colours ? all : [all[panel]];
  };
  return (
    <Picture
      title={title}
      legend={colours ? undefined : <Legend kind={kind} domain={reach} label={legend} width={120} />}
      readOut={
        <ReadOut
          where={shown ? `${cursor.active ? '' : 'marked: '}${panels > 1 ? `channel ${panel}, ` : ''}row ${shown.y}, column ${shown.x}` : undefined}
          value={shown ? numbersAt(shown).map(formatExact).join(', ') : undefined}
          idle="Point at a pixel to read its value."
          live={cursor.active?.source === 'keyboard'}
        />
      }
      caption={caption}
      table={mapsTable(values, [height, width, channels], legend, 'channel')}
      maxWidth={Math.max(260, panels * (maxCell * width + 8))}
    >
      <PanelGrid
        spec={{ count: panels, rows: height, columns: width, target: (maxCell * width) / Math.min(3, panels), maxCell, gap: panels > 1 ? 6 : 0, maxGap: panels > 1 ? 6 : 0, header: 0 }}
        cells={cells}
        scale={scale}
        colours={colours}
        label={`${title}. ${height} by ${width} pixels${outline ? `; outlined: rows ${outline.top} to ${outline.top + outline.height - 1}, columns ${outline.left} to ${outline.left + outline.width - 1}` : ''}.`}
        cursor={cursor}
        selected={marked && cellOf(marked)}
        tip={(cell) => numbersAt(pixelOf(cell)).map((value) => formatShort(value, 4)).join(', ')}
        onSelect={onSelect && ((cell) => onSelect(pixelOf(cell)))}
        marks={(layout) => outline && <Outlines layout={layout} outline={outline} />}
      />
    </Picture>
  );
}
