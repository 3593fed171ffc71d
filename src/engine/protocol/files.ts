// What comes as a file and what goes as one. Types only.
import type { Unit } from './jacobian.ts';
import type { PixelScale } from './training.ts';

/** A file that the visitor handed over. */
export interface NamedFile {
  name: string;
  bytes: Uint8Array;
}

/** What a loaded model is shown. */
export type InputSource =
  /** The chosen digit, resampled bilinearly to the model's height and width, the same in every channel. */
  | { kind: 'digit' }
  /** An array [N, H, W, C], [H, W, C] or [H, W] of exactly the model's size, taken as it is (`scale` has no effect on it). */
  | { kind: 'npy'; file: NamedFile }
  /** A decoded picture, resampled likewise; for one channel its luminance. */
  | { kind: 'pixels'; name: string; width: number; height: number; rgba: Uint8ClampedArray };

export interface InputInfo {
  kind: InputSource['kind'];
  scale: PixelScale;
  /** Images to choose from: `digit` of a request counts through them. */
  count: number;
  name: string | null;
}

export type ExportFormat = 'npz' | 'mat';
/** `dense`: h and J. `blocks`: what can differ from zero, and its columns. `parameters`: an array a parameter. */
export type ExportLayout = 'dense' | 'blocks' | 'parameters';

export interface ExportRequest {
  explorationId: number;
  format: ExportFormat;
  layout: ExportLayout;
  /** In inference mode, rows of so many images: the explored one and those that follow it. Default 1. In batch mode, those of the exploration. */
  images?: number;
}

/** All that belongs to one unit and, where one is chosen, one parameter. */
export interface SelectionExportRequest {
  explorationId: number;
  format: ExportFormat;
  unit: Unit;
  /** Column number in θ; null: none is chosen. */
  column: number | null;
  /** Where it comes from in words, and where all of it can be seen again; written into the file. */
  provenance: string;
  link: string;
}

/** A file that is being made. Fetch it with `exportChunk` until that answers null. */
export interface ExportStarted {
  exportId: number;
  /** A file name that says what it holds. */
  name: string;
  /** About how many bytes it will have. */
  bytes: number;
}

export type SnippetLanguage = 'matlab' | 'pytorch' | 'jax' | 'tensorflow';
