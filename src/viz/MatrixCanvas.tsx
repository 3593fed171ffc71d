// The canvas of the matrix: paints a frame whenever the window, the pieces or the marks change, outside of React. Knows no keys.
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { MatrixAxis } from './matrixAxes.ts';
import type { MatrixCamera } from './matrixCamera.ts';
import { imagesOf } from './matrixImages.ts';
import { paintMatrix } from './matrixPaint.ts';
import type { Frame, Ink, Marked } from './matrixScene.ts';
import { tileKey, tilesOf, type MatrixSource } from './matrixTiles.ts';
import type { ColourScale } from './scale.ts';
import { useTheme } from './useTheme.ts';
import styles from './matrix.module.css';

export interface MatrixCanvasProps {
  source: MatrixSource;
  camera: MatrixCamera;
  scale: ColourScale;
  rowAxis: MatrixAxis;
  columnAxis: MatrixAxis;
  selected: Marked;
  cursor: Marked;
  frame: Frame;
  width: number;
  height: number;
  ratio: number;
}

function inkOf(element: HTMLElement): Ink {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return { ink: colour('--ink'), soft: colour('--ink-soft'), rule: colour('--rule'), accent: colour('--accent'), paper: colour('--paper'), figures: colour('--font-figures') };
}

/** Tells the source what is in sight, once for every set of tiles. */
function useWishes({ source, camera, frame, ratio }: MatrixCanvasProps): () => void {
  const wished = useRef<{ source: MatrixSource | null; keys: string }>({ source: null, keys: '' });
  return useCallback(() => {
    const places = tilesOf(camera.window, frame.height * ratio, frame.width * ratio);
    const keys = places.map(tileKey).join();
    if (wished.current.source === source && wished.current.keys === keys) return;
    wished.current = { source, keys };
    source.want(places);
  }, [source, camera, frame.height, frame.width, ratio]);
}

export function MatrixCanvas(props: MatrixCanvasProps) {
  const { source, camera, scale, width, height, ratio } = props;
  const ref = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const images = useMemo(() => imagesOf(scale), [scale]);
  const wish = useWishes(props);
  const latest = useRef(props);
  latest.current = props;
  const ink = useRef<{ theme: string; ink: Ink } | null>(null);
  const frame = useRef(0);

  const paint = useCallback(() => {
    frame.current = 0;
    const canvas = ref.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    if (ink.current?.theme !== theme) ink.current = { theme, ink: inkOf(canvas) };
    const { width, height, camera } = latest.current;
    paintMatrix(context, { ...latest.current, window: camera.window, images, ink: ink.current.ink }, width, height);
    wish();
  }, [images, theme, wish]);
  const request = useCallback(() => {
    if (frame.current === 0) frame.current = requestAnimationFrame(paint);
  }, [paint]);

  // Before the browser paints, or a change of size would show an empty picture for a moment.
  useLayoutEffect(() => {
    const canvas = ref.current!;
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== wide) canvas.width = wide;
    if (canvas.height !== high) canvas.height = high;
    paint();
  }, [width, height, ratio, paint]);
  // Marks may follow a frame later: the line that reads them out is not to wait for the canvas.
  useLayoutEffect(request);
  useEffect(() => {
    const stops = [camera.subscribe(request), source.subscribe(request)];
    void document.fonts.ready.then(request);
    return () => {
      for (const stop of stops) stop();
      cancelAnimationFrame(frame.current);
      frame.current = 0;
    };
  }, [camera, source, request]);
  return <canvas ref={ref} className={styles.canvas} style={{ width, height }} aria-hidden="true" />;
}
