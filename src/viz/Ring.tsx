// Marks around a cell or a window, in two tones so that they show on every colour of every scale. SVG.
import { cellBox, panelBox, type Box, type Cell, type PanelLayout } from './panels.ts';
import styles from './panels.module.css';

interface RingProps {
  box: Box;
  /** `selected` is heavy, `cursor` light, `window` frames many cells. */
  tone: 'selected' | 'cursor' | 'window' | 'own';
  /** A ring around a tiny cell keeps at least this side. */
  least?: number;
}

/** A rectangle around a box, grown to a visible size about its centre. */
export function Ring({ box, tone, least = 0 }: RingProps) {
  const grow = (size: number): number => Math.max(size, least);
  const [width, height] = [grow(box.width), grow(box.height)];
  const rect = {
    x: box.x - (width - box.width) / 2,
    y: box.y - (height - box.height) / 2,
    width,
    height,
    rx: tone === 'own' ? 2 : 1.5,
  };
  return (
    <g className={styles[tone]}>
      <rect {...rect} className={styles.under} />
      <rect {...rect} className={styles.over} />
    </g>
  );
}

/** Width of a letter of a panel's label. */
const LETTER = 6;

/** Short strokes at a panel's four edges, in line with a cell, so that the eye finds it; above only where no label stands. */
export function Ticks({ layout, cell, label = '' }: { layout: PanelLayout; cell: Cell; label?: string }) {
  const panel = panelBox(layout, cell.panel);
  const box = cellBox(layout, cell);
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  const [right, bottom] = [panel.x + panel.width, panel.y + panel.height];
  const above = x > panel.x + LETTER * label.length + 1 ? `M${x} ${panel.y - 1.5}v-4` : '';
  const strokes = [
    above, `M${x} ${bottom + 1.5}v4`, `M${panel.x - 1.5} ${y}h-4`, `M${right + 1.5} ${y}h4`,
  ];
  return <path className={styles.ticks} d={strokes.join('')} />;
}
