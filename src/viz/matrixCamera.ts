// What is in sight, shared by all that show or change it, without a render for every frame. Knows no picture.
import { useEffect, useState } from 'react';
import { fitWindow, wholeOf, type MatrixBounds, type MatrixWindow } from './matrixWindow.ts';

/** Rows and columns of one entry are never larger than this many pixels, unless the whole matrix is that small. */
export const MOST_ENTRY = { width: 48, height: 28 } as const;

/** After so many milliseconds without a movement what follows slowly catches up. */
const SETTLED = 160;

export interface MatrixCamera {
  readonly window: MatrixWindow;
  readonly bounds: MatrixBounds;
  move(next: MatrixWindow): void;
  /** The picture has so many pixels for the matrix. */
  resize(width: number, height: number): void;
  subscribe(onMove: () => void): () => void;
}

/** Looks at the whole matrix, or at `start`. */
export function createCamera(rows: number, columns: number, start?: MatrixWindow | null): MatrixCamera {
  const listeners = new Set<() => void>();
  let bounds: MatrixBounds = { rows, columns, leastRows: 1, leastColumns: 1 };
  let window = fitWindow(start ?? wholeOf(bounds), bounds);
  const move = (next: MatrixWindow): void => {
    const fitted = fitWindow(next, bounds);
    if ((Object.keys(fitted) as (keyof MatrixWindow)[]).every((side) => fitted[side] === window[side])) return;
    window = fitted;
    for (const listener of listeners) listener();
  };
  return {
    get window() { return window; },
    get bounds() { return bounds; },
    move,
    resize(width, height) {
      bounds = { rows, columns, leastRows: Math.min(rows, height / MOST_ENTRY.height), leastColumns: Math.min(columns, width / MOST_ENTRY.width) };
      move(window);
    },
    subscribe(onMove) {
      listeners.add(onMove);
      return () => void listeners.delete(onMove);
    },
  };
}

/** The window once it has come to rest. */
export function useSettled(camera: MatrixCamera): MatrixWindow {
  const [settled, setSettled] = useState({ camera, window: camera.window });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const catchUp = () => setSettled({ camera, window: camera.window });
    const stop = camera.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(catchUp, SETTLED);
    });
    catchUp();
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [camera]);
  return settled.camera === camera ? settled.window : camera.window;
}
