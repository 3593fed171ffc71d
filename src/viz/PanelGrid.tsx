// Panels of coloured cells that can be pointed at, walked through with the keyboard, and chosen from. The canvas is drawn
// when values change; the thin layer in front when the cursor does. Does not know what a cell stands for.
import { memo, useEffect, useId, useMemo, useRef, type KeyboardEvent, type PointerEvent, type MouseEvent, type ReactNode } from 'react';
import { moveCursor } from './cursor.ts';
import { PanelCanvas } from './PanelCanvas.tsx';
import { cellBox, hitCell, layoutPanels, panelBox, type Cell, type PanelLayout, type PanelSpec } from './panels.ts';
import { Ring, Ticks } from './Ring.tsx';
import type { ColourScale } from './scale.ts';
import { Tooltip } from './Tooltip.tsx';
import type { Cursor, CursorSource } from './useCursor.ts';
import { usePixelRatio, useWidth } from './useWidth.ts';
import styles from './panels.module.css';

/** A finger may miss a panel's edge by this much. */
const TOUCH_SLACK = 6;
/** Rings around smaller cells than this are drawn larger than the cell. */
const LEAST_RING = 9;

export interface PanelGridProps {
  spec: Omit<PanelSpec, 'width' | 'ratio'>;
  /** Panel-major: [panel, row, column]. */
  cells: ArrayLike<number>;
  scale: ColourScale;
  /** Packed pixels in place of the scale's colours. */
  colours?: Uint32Array | undefined;
  /** What the picture is, for those who do not see it. */
  label: string;
  cursor: Cursor;
  /** What is pointed at in another picture. */
  echo?: Cell | null;
  selected?: Cell | null;
  /** The panel whose label stands out. */
  emphasised?: number | null;
  panelLabel?: (panel: number) => string;
  /** The short text beside what is pointed at. */
  tip: (cell: Cell) => string;
  onSelect?: ((cell: Cell) => void) | undefined;
  /** Writes 0 into every panel whose cells are all exactly zero. */
  zeroMark?: boolean;
  /** More marks, drawn between the cells and the cursor. */
  marks?: (layout: PanelLayout) => ReactNode;
}

const Labels = memo(function Labels({ layout, emphasised, panelLabel }: { layout: PanelLayout; emphasised: number | null; panelLabel: (panel: number) => string }) {
  return Array.from({ length: layout.count }, (_, panel) => {
    const box = panelBox(layout, panel);
    return (
      <text key={panel} x={box.x} y={box.y - 4} className={panel === emphasised ? styles.labelStrong : styles.label}>
        {panelLabel(panel)}
      </text>
    );
  });
});

const Frames = memo(function Frames({ layout }: { layout: PanelLayout }) {
  const frames = Array.from({ length: layout.count }, (_, panel) => {
    const { x, y, width, height } = panelBox(layout, panel);
    return `M${x - 0.5} ${y - 0.5}h${width + 1}v${height + 1}h${-width - 1}z`;
  });
  return <path className={styles.frame} d={frames.join('')} />;
});

const Zeros = memo(function Zeros({ layout, cells }: { layout: PanelLayout; cells: ArrayLike<number> }) {
  const size = layout.rows * layout.columns;
  return Array.from({ length: layout.count }, (_, panel) => {
    for (let k = panel * size; k < (panel + 1) * size; k++) if (cells[k] !== 0) return null;
    const box = panelBox(layout, panel);
    return <text key={panel} className={styles.zero} x={box.x + box.width / 2} y={box.y + box.height / 2}>0</text>;
  });
});

/** Keyboard, pointer and touch handlers over a layout. */
function useHandlers(layout: PanelLayout | null, { cursor, selected, onSelect }: PanelGridProps) {
  const resting = useRef<Cell | null>(null);
  const start = (): Cell => cursor.active?.cell ?? selected ?? resting.current ?? { panel: 0, row: 0, column: 0 };
  const at = (event: MouseEvent<HTMLElement>, slack = 0): Cell | null => {
    if (!layout) return null;
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return hitCell(layout, event.clientX - left, event.clientY - top, slack);
  };
  const go = (cell: Cell, source: CursorSource): void => {
    resting.current = cell;
    cursor.move(cell, source);
  };
  return {
    onPointerMove(event: PointerEvent<HTMLElement>) {
      if (event.pointerType === 'touch') return;
      const cell = at(event);
      if (cell) go(cell, 'pointer');
      else cursor.clear();
    },
    onPointerLeave(event: PointerEvent<HTMLElement>) {
      if (event.pointerType !== 'touch') cursor.clear();
    },
    onClick(event: MouseEvent<HTMLElement>) {
      const touch = (event.nativeEvent as globalThis.PointerEvent).pointerType === 'touch';
      const cell = at(event, touch ? TOUCH_SLACK : 0);
      if (!cell) return;
      go(cell, touch ? 'touch' : 'pointer');
      onSelect?.(cell);
    },
    onFocus(event: React.FocusEvent<HTMLElement>) {
      if (event.currentTarget.matches(':focus-visible')) go(start(), 'keyboard');
    },
    onBlur: () => cursor.clear(),
    onKeyDown(event: KeyboardEvent<HTMLElement>) {
      if (!layout || event.altKey || event.metaKey) return;
      if (event.key === 'Escape') return cursor.clear();
      const chooses = onSelect && (event.key === 'Enter' || event.key === ' ');
      const next = chooses ? start() : moveCursor(layout, start(), event.key, event.ctrlKey);
      if (!next) return;
      event.preventDefault();
      go(next, 'keyboard');
      if (chooses) onSelect(next);
    },
  };
}

/** Where a cell is on the screen, for the tooltip. */
function anchorOf(element: HTMLElement | null, layout: PanelLayout, cell: Cell) {
  const frame = element?.getBoundingClientRect();
  const box = cellBox(layout, cell);
  return { ...box, x: box.x + (frame?.left ?? 0), y: box.y + (frame?.top ?? 0) };
}

export function PanelGrid(props: PanelGridProps) {
  const { spec, cells, scale, colours, label, cursor, selected = null, echo = null, emphasised = null, panelLabel, tip, onSelect, zeroMark = false, marks } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const ratio = usePixelRatio();
  const help = useId();
  const key = JSON.stringify(spec);
  // The specification is made anew by every render of a view; its text says whether it changed.
  const layout = useMemo(() => (width > 0 ? layoutPanels({ ...(JSON.parse(key) as typeof spec), width, ratio }) : null), [key, width, ratio]);
  const handlers = useHandlers(layout, props);
  const active = cursor.active?.cell ?? null;
  const mark = useRef<SVGGElement>(null);
  useEffect(() => {
    if (cursor.active?.source === 'keyboard') mark.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [cursor.active]);
  return (
    <div
      ref={ref}
      className={onSelect ? `${styles.grid} ${styles.choosable}` : styles.grid}
      style={layout ? { height: layout.height } : undefined}
      role="application"
      aria-roledescription="heat map"
      aria-label={label}
      aria-describedby={help}
      tabIndex={0}
      {...handlers}
    >
      <span id={help} className={styles.hidden}>
        Arrow keys move through the cells, Page Up and Page Down through the panels{onSelect ? ', Enter chooses' : ''}.
      </span>
      {layout && (
        <>
          <PanelCanvas layout={layout} cells={cells} scale={scale} colours={colours} ratio={ratio} />
          <svg className={styles.overlay} width={layout.width} height={layout.height} aria-hidden="true">
            <Frames layout={layout} />
            {panelLabel && <Labels layout={layout} emphasised={emphasised} panelLabel={panelLabel} />}
            {zeroMark && <Zeros layout={layout} cells={cells} />}
            {marks?.(layout)}
            {selected && <Ticks layout={layout} cell={selected} label={panelLabel?.(selected.panel)} />}
            {selected && <Ring box={cellBox(layout, selected)} tone="selected" least={LEAST_RING} />}
            {echo && !active && <Ring box={cellBox(layout, echo)} tone="cursor" least={LEAST_RING - 2} />}
            {active && (
              <g ref={mark}>
                <Ring box={cellBox(layout, active)} tone="cursor" least={LEAST_RING - 2} />
              </g>
            )}
          </svg>
          {active && cursor.active?.source !== 'touch' && <Tooltip anchor={() => anchorOf(ref.current, layout, active)}>{tip(active)}</Tooltip>}
        </>
      )}
    </div>
  );
}
