// A small still picture of some numbers with one of them picked out: what a factor of a product stands among. Read, not chosen from.
import { useMemo } from 'react';
import { formatShort } from './format.ts';
import { PanelCanvas } from './PanelCanvas.tsx';
import { cellBox, layoutPanels } from './panels.ts';
import { Ring } from './Ring.tsx';
import { scaleOf, symmetricDomain } from './scale.ts';
import { useTheme } from './useTheme.ts';
import { usePixelRatio } from './useWidth.ts';
import styles from './product.module.css';

export interface SwatchProps {
  /** [height, width] row-major. */
  values: Float32Array;
  height: number;
  width: number;
  /** Index of the number that is picked out. */
  marked: number;
  /** What the numbers are. */
  what: string;
  /** Side in CSS pixels. */
  side?: number;
}

/** A single line of numbers gets cells as high as this. */
const LINE = 20;
const MOST = 26;

export function Swatch({ values, height, width, marked, what, side = 108 }: SwatchProps) {
  const theme = useTheme();
  const ratio = usePixelRatio();
  const scale = useMemo(() => scaleOf('diverging', symmetricDomain(values), theme), [values, theme]);
  const layout = useMemo(() => {
    // A map higher than wide keeps to the side too.
    const room = height > width ? Math.max(6, (side * width) / height) : side;
    const cell = Math.min(MOST, room / width);
    return layoutPanels({ count: 1, rows: height, columns: width, width: room, ratio, target: room, maxCell: MOST, gap: 0, maxGap: 0, header: 0, ...(height === 1 ? { aspect: Math.max(1, LINE / cell) } : {}) });
  }, [height, width, ratio, side]);
  const box = cellBox(layout, { panel: 0, row: Math.floor(marked / width), column: marked % width });
  return (
    <div className={styles.swatch} role="img" aria-label={`${what}: ${height} by ${width} numbers, the one marked is ${formatShort(values[marked], 4)}`} style={{ width: layout.width, height: layout.height }}>
      <PanelCanvas layout={layout} cells={values} scale={scale} ratio={ratio} />
      <svg className={styles.overlay} width={layout.width} height={layout.height} aria-hidden="true">
        <Ring box={box} tone="selected" least={8} />
      </svg>
    </div>
  );
}
