// MATLAB's order of things: first index fastest, [h w c n] for activations, [h w c f] for kernels, [outputs inputs] for
// fully connected weights, whose inputs are a flattened map's in MATLAB's own order. Pure.
import type { ExportSource } from './source.ts';

/** Axes of a row-major array in the order in which MATLAB has them, fastest first. */
function permutation(shape: readonly number[], axes: readonly number[]): Int32Array {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, extent) => product * extent, 1));
  const order = new Int32Array(shape.reduce((product, extent) => product * extent, 1));
  for (let at = 0; at < order.length; at++) {
    let [left, source] = [at, 0];
    for (const axis of axes) {
      source += (left % shape[axis]) * strides[axis];
      left = Math.floor(left / shape[axis]);
    }
    order[at] = source;
  }
  return order;
}

/** For each row in MATLAB's order (h, w, c, n) its number in ours (n, h, w, c). */
export function rowOrder([N, H, W, C]: readonly number[]): Int32Array {
  return permutation([N, H, W, C], [1, 2, 3, 0]);
}

/** A parameter as MATLAB has it: its dimensions, and for each of its numbers the place in our row-major array. */
export interface MatlabParameter {
  readonly shape: readonly number[];
  readonly order: Int32Array;
}

/**
 * `flattened` is the map [H, W, C] that a dense layer's inputs were flattened from, null where there was none.
 * Kernels [kh, kw, cin, cout] keep their axes; a dense kernel [inputs, units] becomes [units, inputs].
 */
export function matlabParameter(shape: readonly number[], flattened: readonly number[] | null): MatlabParameter {
  if (shape.length === 2) {
    const [H, W, C] = flattened ?? [1, 1, shape[0]];
    return { shape: [shape[1], shape[0]], order: permutation([H, W, C, shape[1]], [3, 0, 1, 2]) };
  }
  return { shape, order: permutation(shape, shape.map((_, axis) => axis)) };
}

/** A block's numbers: a parameter's, or those of the images [N, H, W, C], which are [H, W, C, N] there. */
export function matlabOf({ flattened }: Pick<ExportSource, 'flattened'>, parameter: string, shape: readonly number[]): MatlabParameter {
  if (parameter !== 'input') return matlabParameter(shape, flattened(parameter));
  const [N, H, W, C] = shape;
  return { shape: [H, W, C, N], order: rowOrder([N, H, W, C]) };
}
