// What one frame of the matrix is painted from, and where its rows and columns lie in it.
import type { MatrixAxis } from './matrixAxes.ts';
import type { MatrixImages } from './matrixImages.ts';
import type { MatrixSource } from './matrixTiles.ts';
import type { MatrixWindow } from './matrixWindow.ts';
import type { ColourScale } from './scale.ts';

/** Colours and fonts of the page in force. */
export interface Ink {
  readonly ink: string;
  readonly soft: string;
  readonly rule: string;
  readonly accent: string;
  readonly paper: string;
  readonly figures: string;
}

export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Marked {
  readonly row: number | null;
  readonly column: number | null;
}

export interface Scene {
  readonly frame: Frame;
  /** Device pixels a CSS pixel. */
  readonly ratio: number;
  readonly window: MatrixWindow;
  readonly source: MatrixSource;
  readonly images: MatrixImages;
  readonly scale: ColourScale;
  readonly rowAxis: MatrixAxis;
  readonly columnAxis: MatrixAxis;
  readonly selected: Marked;
  readonly cursor: Marked;
  readonly ink: Ink;
}

export const text = (size: number, { ink }: Scene): string => `${size}px ${ink.figures}`;

export function xOf({ frame, window }: Scene, column: number): number {
  return frame.left + ((column - window.left) / window.columns) * frame.width;
}

export function yOf({ frame, window }: Scene, row: number): number {
  return frame.top + ((row - window.top) / window.rows) * frame.height;
}

export function along({ window, frame }: Scene) {
  return { start: window.left, size: window.columns, pixels: frame.width };
}
