// Digits of the visitor's own while they are put together: what was made, what was left out, what must be said. Types and limits only.
import type { Digits } from './loadDigits.ts';

/** A file or a class that is not used, and why. */
export interface LeftOut {
  readonly name: string;
  readonly reason: string;
}

export interface DigitSet {
  readonly digits: Digits;
  readonly leftOut: readonly LeftOut[];
  /** In words what was done to the images that are used. */
  readonly notes: readonly string[];
}

/** Rows and columns that a network is made for. */
export const LEAST_SIDE = 5;
export const MOST_SIDE = 64;
/** Pixels of all images together. */
const MOST_BYTES = 512e6;

/** @throws when so many images cannot be held. */
export function checkVolume(count: number, height: number, width: number): void {
  const bytes = count * height * width;
  if (bytes > MOST_BYTES) throw new Error(`images: ${count} of ${height} × ${width} take ${Math.round(bytes / 1e6)} MB; give fewer or smaller ones, up to ${MOST_BYTES / 1e6} MB`);
}

/** @throws when no network is made for that size. */
export function checkSize(height: number, width: number): void {
  if (Math.min(height, width) < LEAST_SIDE || Math.max(height, width) > MOST_SIDE)
    throw new Error(`image size: ${height} × ${width}; give images from ${LEAST_SIDE} × ${LEAST_SIDE} to ${MOST_SIDE} × ${MOST_SIDE}`);
}
