// One output channel's kernel large, each cell with its number in it. Does not know whether it shows weights or derivatives.
import { useMemo, type ReactNode } from 'react';
import { formatAligned, formatExact, formatShort } from './format.ts';
import { Legend } from './Legend.tsx';
import { gather, sliceCell, sliceIndex, type KernelShape } from './order.ts';
import { PanelGrid } from './PanelGrid.tsx';
import { cellBox, type PanelLayout } from './panels.ts';
import { Picture, ReadOut } from './Picture.tsx';
import { scaleOf, type ColourScale, type Domain, type ScaleKind } from './scale.ts';
import { kernelTable } from './tables.ts';
import { useCursor } from './useCursor.ts';
import { useTheme } from './useTheme.ts';
import styles from './panels.module.css';

export interface KernelFocusProps {
  title: string;
  /** [kh, kw, cin, cout]. */
  shape: KernelShape;
  /** The whole kernel, row-major. */
  values: Float32Array;
  channel: number;
  /** Position in `values`. */
  selected: number | null;
  onSelect: (index: number) => void;
  kind: ScaleKind;
  domain: Domain;
  legend?: string;
  caption?: ReactNode;
  onHover?: (index: number | null) => void;
  /** What is pointed at in another picture. */
  pointed?: number | null;
  cellName?: (index: number) => string;
  /** Largest side of a cell in CSS pixels. */
  maxCell?: number;
  /** Stands below while nothing is pointed at. */
  idle?: string;
}

/** Cells are kept this wide, so that figures fit; text below the least size is left out. */
const LEAST_CELL = 46;
/** With more input channels than this the cells are small and have no figures. */
const FEW_INPUTS = 3;
const LEAST_TEXT = 8.5;

/** The numbers as long as the cells can hold them: three significant digits, two, aligned with the largest, or one. */
function fitting(cells: Float32Array, cellWidth: number): { texts: string[]; size: number } {
  const numbers = Array.from(cells);
  const forms = [() => numbers.map((value) => formatShort(value)), () => numbers.map((value) => formatShort(value, 2)), () => formatAligned(cells, 3), () => formatAligned(cells, 2), () => numbers.map((value) => formatShort(value, 1))];
  let texts: string[] = [];
  let size = 0;
  for (const form of forms) {
    texts = form();
    const longest = Math.max(...texts.map((text) => text.length));
    size = Math.min(13, Math.floor(((cellWidth - 6) / longest / 0.6) * 2) / 2);
    if (size >= LEAST_TEXT) break;
  }
  return { texts, size };
}

/** The numbers, in whichever ink reads on the cell's colour. */
function Figures({ layout, cells, scale }: { layout: PanelLayout; cells: Float32Array; scale: ColourScale }) {
  const { texts, size } = fitting(cells, layout.cellWidth);
  if (size < LEAST_TEXT) return null;
  const perPanel = layout.rows * layout.columns;
  return (
    <g style={{ fontSize: `${size}px` }}>
      {texts.map((text, k) => {
        const inside = k % perPanel;
        const cell = { panel: Math.floor(k / perPanel), row: Math.floor(inside / layout.columns), column: inside % layout.columns };
        const box = cellBox(layout, cell);
        const ink = scale.palette.darkInk[scale.index(cells[k])] ? '#000' : '#fff';
        return (
          <text key={k} className={styles.figure} x={box.x + box.width / 2} y={box.y + box.height / 2} fill={ink}>
            {text}
          </text>
        );
      })}
    </g>
  );
}

export function KernelFocus(props: KernelFocusProps) {
  const { title, shape, values, channel, selected, pointed = null, onSelect, kind, domain, legend = 'value', caption, onHover, cellName, maxCell = 56, idle = 'Point at a cell to read its value.' } = props;
  const [kh, kw, cin, cout] = shape;
  const theme = useTheme();
  const cells = useMemo(
    () => gather(values, cin, kh, kw, (cell) => sliceIndex([kh, kw, cin, cout], channel, cell)),
    [values, kh, kw, cin, cout, channel],
  );
  const [low, high] = domain;
  const scale = useMemo(() => scaleOf(kind, [low, high], theme), [kind, low, high, theme]);
  const cursor = useCursor((cell) => onHover?.(cell && sliceIndex(shape, channel, cell)));
  const name = (index: number): string => {
    const cell = sliceCell(shape, index);
    return cellName?.(index) ?? `${cin > 1 ? `input ${cell.panel}, ` : ''}row ${cell.row}, column ${cell.column}`;
  };
  const ofChannel = (index: number | null) => (index !== null && index % cout === channel ? index : null);
  const own = ofChannel(selected);
  const echo = ofChannel(pointed);
  const shown = cursor.active ? sliceIndex(shape, channel, cursor.active.cell) : (echo ?? own);
  return (
    <Picture
      title={title}
      legend={<Legend kind={kind} domain={domain} label={legend} />}
      readOut={
        <ReadOut
          where={shown === null ? undefined : `${cursor.active || echo !== null ? '' : 'chosen: '}${name(shown)}`}
          value={shown === null ? undefined : formatExact(values[shown])}
          long={cellName !== undefined}
          idle={idle}
          live={cursor.active?.source === 'keyboard'}
        />
      }
      caption={caption}
      table={kernelTable(values, shape, legend, channel)}
      maxWidth={Math.max(280, Math.min(cin, 12) * (maxCell * kw + 16))}
    >
      <PanelGrid
        spec={cin > FEW_INPUTS ? { count: cin, rows: kh, columns: kw, target: 56, maxCell: 18, gap: 8, maxGap: 14, header: 14 } : { count: cin, rows: kh, columns: kw, target: maxCell * kw, least: LEAST_CELL * kw, maxCell, gap: 12, maxGap: 16, header: cin > 1 ? 14 : 0 }}
        cells={cells}
        scale={scale}
        label={`${title}. Kernel of channel ${channel}, ${kh} by ${kw}${cin > 1 ? ` by ${cin}` : ''}.`}
        cursor={cursor}
        selected={own === null ? null : sliceCell(shape, own)}
        echo={echo === null ? null : sliceCell(shape, echo)}
        {...(cin > 1 ? { panelLabel: (panel: number) => (cin > FEW_INPUTS ? String(panel) : `input ${panel}`) } : {})}
        tip={(cell) => formatShort(values[sliceIndex(shape, channel, cell)], 4)}
        onSelect={(cell) => onSelect(sliceIndex(shape, channel, cell))}
        marks={(layout) => cin <= FEW_INPUTS && <Figures layout={layout} cells={cells} scale={scale} />}
      />
    </Picture>
  );
}
