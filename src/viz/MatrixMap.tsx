// The whole matrix small, with what is in sight as a brush: drag it, draw another, or click to go there.
import { brush, select, type BrushBehavior, type BrushSelection, type D3BrushEvent } from 'd3';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { MatrixCamera } from './matrixCamera.ts';
import { imagesOf } from './matrixImages.ts';
import type { MatrixSource } from './matrixTiles.ts';
import { centred } from './matrixWindow.ts';
import { scaleOf, type Domain } from './scale.ts';
import { useTheme } from './useTheme.ts';
import { useWidth } from './useWidth.ts';
import styles from './matrix.module.css';

/** A smaller brush could not be held. */
const LEAST = 8;

interface Corners {
  readonly width: number;
  readonly height: number;
}

/** The window's place on the map, large enough to be seen. */
function extentOf({ window, bounds }: MatrixCamera, { width, height }: Corners): [[number, number], [number, number]] {
  const axis = (start: number, size: number, total: number, pixels: number): [number, number] => {
    const wide = Math.min(pixels, Math.max(LEAST, (size / total) * pixels));
    const from = Math.max(0, Math.min(pixels - wide, ((start + size / 2) / total) * pixels - wide / 2));
    return [from, from + wide];
  };
  const [left, right] = axis(window.left, window.columns, bounds.columns, width);
  const [top, bottom] = axis(window.top, window.rows, bounds.rows, height);
  return [[left, top], [right, bottom]];
}

/** A dragged brush moves the window and keeps its size, which may be smaller than the brush; another one is drawn anew. */
function follow(camera: MatrixCamera, { selection, mode }: { selection: BrushSelection | null; mode: string }, { width, height }: Corners): void {
  if (!selection) return;
  const [[left, top], [right, bottom]] = selection as [[number, number], [number, number]];
  const { bounds, window } = camera;
  const column = (((left + right) / 2) / width) * bounds.columns - 0.5;
  const row = (((top + bottom) / 2) / height) * bounds.rows - 0.5;
  const size = mode === 'drag' ? window : { top: 0, left: 0, rows: ((bottom - top) / height) * bounds.rows, columns: ((right - left) / width) * bounds.columns };
  camera.move(centred(size, bounds, { row, column }));
}

function useBrush(element: React.RefObject<SVGGElement | null>, camera: MatrixCamera, size: Corners): void {
  const { width, height } = size;
  useEffect(() => {
    if (!element.current || width === 0) return;
    const target = select(element.current);
    const corners = { width, height };
    const behaviour: BrushBehavior<unknown> = brush().extent([[0, 0], [width, height]]).on('brush', (event: D3BrushEvent<unknown> & { mode: string }) => {
      if (event.sourceEvent) follow(camera, event, corners);
    }).on('end', ({ sourceEvent, selection }: D3BrushEvent<unknown>) => {
      if (!sourceEvent) return;
      if (!selection) {
        const { left, top } = element.current!.ownerSVGElement!.getBoundingClientRect();
        const { clientX, clientY } = sourceEvent as MouseEvent;
        camera.move(centred(camera.window, camera.bounds, { row: ((clientY - top) / height) * camera.bounds.rows, column: ((clientX - left) / width) * camera.bounds.columns }));
      }
      show();
    });
    const show = () => target.call(behaviour.move, extentOf(camera, corners));
    target.call(behaviour);
    show();
    let held = false;
    // While it is dragged it follows the pointer, not the window.
    behaviour.on('start.held', (event: D3BrushEvent<unknown>) => void (held = Boolean(event.sourceEvent))).on('end.held', () => void (held = false));
    const stop = camera.subscribe(() => held || show());
    return () => {
      stop();
      target.on('.brush', null).selectAll('*').remove();
    };
  }, [element, camera, width, height]);
}

export function MatrixMap({ source, camera, domain, height }: { source: MatrixSource; camera: MatrixCamera; domain: Domain; height: number }) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const group = useRef<SVGGElement>(null);
  const theme = useTheme();
  const [low, high] = domain;
  const images = useMemo(() => imagesOf(scaleOf('diverging', [low, high], theme)), [low, high, theme]);
  useLayoutEffect(() => {
    const draw = () => {
      const context = canvas.current?.getContext('2d');
      if (context && source.overview) context.drawImage(images(source.overview), 0, 0, width, height);
    };
    draw();
    return source.subscribe(draw);
  }, [source, images, width, height]);
  useBrush(group, camera, { width, height });
  return (
    <div ref={ref} className={styles.map} style={{ height }} aria-hidden="true">
      <canvas ref={canvas} width={Math.max(1, width)} height={height} style={{ width, height }} />
      <svg width={width} height={height}>
        <g ref={group} />
      </svg>
    </div>
  );
}
