// Digits, the shipped ones and the visitor’s own, and looking through them. Types only.
import type { RunState, TrainSettings } from './training.ts';

/** Digits that can be trained on. */
export interface DigitsInfo {
  count: number;
  /** Rows and columns of one image. */
  height: number;
  width: number;
  classes: number;
  /** Of the classes, by number. */
  names: readonly string[];
  /** What the visitor handed over, by its name; null for the shipped digits. */
  name: string | null;
  /** The same wherever the same images and labels are; null for the shipped digits. */
  identity: string | null;
}

/** A file of the visitor's own. Its bytes stay where they are until the worker reads them; they go nowhere else. */
export interface OwnFile {
  /** With the folders that it lies in: `digits/3/a.png`. */
  path: string;
  file: Blob;
}

export type DigitsSource =
  /** Class folders of images, or pairs of IDX files; told apart by what is in them. `folders` are those seen, empty ones too. */
  | { kind: 'files'; name: string; files: readonly OwnFile[]; folders: readonly string[] }
  /** Digits that were in use before; null: the shipped ones. */
  | { kind: 'kept'; identity: string | null };

/** A file or a class that is not used, and why. */
export interface LeftOut {
  name: string;
  reason: string;
}

export interface DigitsInUse {
  digits: DigitsInfo;
  /** All that can be gone back to, the shipped ones first, with what was trained on them. */
  kept: readonly DigitsInfo[];
  run: RunState;
  /** Those handed over, as far as these digits allow. */
  settings: TrainSettings;
  leftOut: readonly LeftOut[];
  /** In words what was done to the images that are used, and what is no longer kept. */
  notes: readonly string[];
}

/** One image to look at, that is no part of the digits. */
export type ImageSource =
  /** `invert`: light to dark and back; left out, judged by the edges, which should be as dark as those of the digits. */
  | { kind: 'file'; name: string; file: Blob; invert?: boolean }
  /** Light ink on black; it is centred and scaled as MNIST's digits are. */
  | { kind: 'drawing'; name: string; width: number; height: number; rgba: Uint8ClampedArray };

export interface ShownImage {
  /** The `digit` of a request that asks for it. */
  index: number;
  name: string;
  inverted: boolean;
}

export type Split = 'training' | 'validation';
export type Outcome = 'any' | 'right' | 'wrong';

export interface BrowseRequest {
  /** A class, or null for all. */
  label: number | null;
  outcome: Outcome;
  /** Read as this class; null, or left out: as any. */
  predicted?: number | null;
  /** `validated`: only those that validations run over. */
  split: Split | 'any' | 'validated';
  /** How many matches to pass over, and how many to return. */
  offset: number;
  count: number;
}

export interface BrowseItem {
  /** Index into the data set as stored. */
  index: number;
  label: number;
  split: Split;
  predicted: number;
}

export interface BrowsePage {
  items: readonly BrowseItem[];
  /** Pixels of the items one after another, 0 to 255, H·W each. */
  pixels: Uint8Array;
  /** Images looked at to find these, of all that could match. */
  scanned: number;
  total: number;
  /** True when no further match exists. */
  end: boolean;
}
