// The cells themselves: values → palette table → ImageData → canvas. Nothing else is drawn here, so hovering never
// touches it.
import { memo, useLayoutEffect, useRef } from 'react';
import type { PanelLayout } from './panels.ts';
import { rasterise } from './raster.ts';
import { colourise, type ColourScale } from './scale.ts';
import styles from './panels.module.css';

interface Props {
  layout: PanelLayout;
  /** Panel-major: [panel, row, column]. */
  cells: ArrayLike<number>;
  scale: ColourScale;
  /** Packed pixels in place of the scale's colours, in the order of the cells. */
  colours?: Uint32Array | undefined;
  ratio: number;
}

function draw(canvas: HTMLCanvasElement, { layout, cells, scale, colours, ratio }: Props): void {
  const { width, height, pixels } = rasterise(layout, colours ?? colourise(cells, scale), ratio);
  // Setting a size clears and reallocates even when it is the same.
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const image = new ImageData(new Uint8ClampedArray(pixels.buffer), width, height);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}

export const PanelCanvas = memo(function PanelCanvas(props: Props) {
  const ref = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (ref.current) draw(ref.current, props);
  });
  const { width, height } = props.layout;
  return <canvas ref={ref} className={styles.canvas} style={{ width, height }} aria-hidden="true" />;
});
