// Cells by their place, and parts of a parameter by their name. Pure.
import type { Site } from '../../../layers/layer.ts';
import type { Shape3 } from '../../../layers/window.ts';
import type { CellPlace } from '../../../protocol.ts';

/** Where cell `flat` of [N, H, W, C] is. */
export function cellPlace(flat: number, [H, W, C]: Shape3): CellPlace {
  return { image: Math.floor(flat / (C * W * H)), i: Math.floor(flat / (C * W)) % H, j: Math.floor(flat / C) % W, c: flat % C };
}

export const nameOf = (parameter: string, position: readonly number[]) => `${parameter}[${position.join(',')}]`;

/** Row-major position of `offset`. */
export function positionIn(shape: readonly number[], offset: number): number[] {
  const position: number[] = [];
  for (const extent of shape.toReversed()) {
    position.unshift(offset % extent);
    offset = Math.floor(offset / extent);
  }
  return position;
}

/** One channel's map of one image as a picture. */
export function mapOf(values: ArrayLike<number>, [H, W, C]: Shape3, image: number, c: number): Float32Array {
  return Float32Array.from({ length: H * W }, (_, k) => values[(image * H * W + k) * C + c]);
}

/** The output's shape of a site, or that of the images. */
export function shapeAt(sites: readonly Site[], at: number, images: Shape3): Shape3 {
  return at < 0 ? images : sites[at].output;
}
