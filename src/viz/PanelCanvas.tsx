// The cells themselves: values → palette table → ImageData → canvas, one nearest-neighbour copy a panel. Nothing else
// is drawn here, so hovering never touches it.
import { memo, useLayoutEffect, useRef } from 'react';
import { panelBox, type PanelLayout } from './panels.ts';
import { colourise, type ColourScale } from './scale.ts';
import styles from './panels.module.css';

interface Props {
  layout: PanelLayout;
  /** Panel-major: [panel, row, column]. */
  cells: ArrayLike<number>;
  scale: ColourScale;
  ratio: number;
}

/** All panels one under the other, one pixel a cell. */
function atlas(cells: ArrayLike<number>, columns: number, scale: ColourScale): HTMLCanvasElement {
  const rows = cells.length / columns;
  const canvas = document.createElement('canvas');
  canvas.width = columns;
  canvas.height = rows;
  const pixels = new Uint8ClampedArray(colourise(cells, scale).buffer);
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, columns, rows), 0, 0);
  return canvas;
}

function draw(canvas: HTMLCanvasElement, { layout, cells, scale, ratio }: Props): void {
  const width = Math.round(layout.width * ratio);
  const height = Math.round(layout.height * ratio);
  // Setting a size clears and reallocates even when it is the same.
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context || cells.length === 0) return;
  const source = atlas(cells, layout.columns, scale);
  context.clearRect(0, 0, width, height);
  context.imageSmoothingEnabled = false;
  for (let panel = 0; panel < layout.count; panel++) {
    const box = panelBox(layout, panel);
    const [x, y, w, h] = [box.x, box.y, box.width, box.height].map((size) => Math.round(size * ratio));
    context.drawImage(source, 0, panel * layout.rows, layout.columns, layout.rows, x, y, w, h);
  }
}

export const PanelCanvas = memo(function PanelCanvas(props: Props) {
  const ref = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (ref.current) draw(ref.current, props);
  });
  const { width, height } = props.layout;
  return <canvas ref={ref} className={styles.canvas} style={{ width, height }} aria-hidden="true" />;
});
