// A model's input as a picture, whatever shape it has. Pure.
import type { PixelScale } from '../protocol.ts';
import type { Picture } from './input.ts';

export type InputShape = readonly [number, number, number];

/** A vector of s² numbers is a picture s × s; null for any other vector. */
export function pictureSize([H, W, C]: InputShape): InputShape | null {
  if (H * W > 1 || C <= 4) return [H, W, C];
  const side = Math.round(Math.sqrt(C));
  return side * side === C ? [side, side, 1] : null;
}

/** Pixels from 0 to 255 as a model is shown them. */
export function scaled(pixels: Float32Array, scale: PixelScale): Float32Array {
  return scale === '0-1' ? pixels.map((value) => value / 255) : pixels.slice();
}

/** The parts of a picture that its numbers tell. */
export function pictured([height, width, channels]: InputShape, pixels: Uint8Array, input: Float32Array): Pick<Picture, 'height' | 'width' | 'channels' | 'pixels' | 'input' | 'mean'> {
  return { height, width, channels, pixels, input, mean: new Float32Array(input.length) };
}
