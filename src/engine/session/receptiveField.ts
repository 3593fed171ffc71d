// What a unit looks at on the input, found with the same windows that the Jacobian uses. Pure.
import { sitesOf } from '../jacobian/plan.ts';
import { ruleOf } from '../layers/rules.ts';
import { ownWindow, placeOf, type Window } from '../layers/window.ts';
import type { Network } from '../model/network.ts';
import type { Row } from '../protocol.ts';

type Field = Row['receptiveField'];

/** The window on the input of any unit of layer `of`. */
export function inputWindow(network: Network, of: string): Window {
  const sites = sitesOf(network, 1, of);
  return sites.reduceRight((window, site) => ruleOf(site.layer).pullWindow(site, window), ownWindow(sites[sites.length - 1].output));
}

/** Rows and columns of the image; may stick out of it where the network pads. `index` is the unit's row in J. */
export function receptiveField(window: Window, index: number): Field {
  const { top, left } = placeOf(window, index);
  return { top, left, height: window.size[0], width: window.size[1] };
}

/** The input [H, W, C] inside the field, [height, width, C] row-major, zero outside the image. */
export function patchOf(input: Float32Array, [H, W, C]: readonly [number, number, number], field: Field): Float32Array {
  const patch = new Float32Array(field.height * field.width * C);
  for (let y = 0; y < field.height; y++)
    for (let x = 0; x < field.width; x++) {
      const [i, j] = [field.top + y, field.left + x];
      if (i < 0 || i >= H || j < 0 || j >= W) continue;
      patch.set(input.subarray((i * W + j) * C, (i * W + j + 1) * C), (y * field.width + x) * C);
    }
  return patch;
}
