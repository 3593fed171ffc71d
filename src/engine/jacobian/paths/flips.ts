// Where two passes of one network lie on different pieces of a layer that is smooth in pieces: an activation that has a kink, a PReLU,
// a max pool. Between two passes without a flip the network is smooth.
import type { HostTape, Site } from '../../layers/layer.ts';
import { jumpsOf } from '../../layers/activation.ts';
import type { ActivationLayer, Layer } from '../../model/network.ts';
import type { Trace } from './trace.ts';

/** The piece that every output of the layer is on; null for a layer without kinks. */
function piecesOf({ layer, images, input }: Site, { input: values, output, winners }: HostTape): ((cell: number) => number) | null {
  if (layer.kind === 'activation') return pieceOfActivation(layer, values);
  if (layer.kind === 'prelu') return (cell) => (values[cell] > 0 ? 1 : 0);
  if (layer.kind === 'maxPool') return (cell) => winners![cell];
  if (layer.kind === 'globalMaxPool') {
    const [perImage, C] = [values.length / images, input[2]];
    return (cell) => firstLargest(values, Math.floor(cell / C) * perImage + (cell % C), C, perImage, output[cell]);
  }
  return null;
}

function pieceOfActivation(layer: ActivationLayer, values: Float64Array): ((cell: number) => number) | null {
  const jumps = jumpsOf(layer);
  return jumps.length === 0 ? null : (cell) => jumps.reduce((piece, jump) => piece + (values[cell] > jump ? 1 : 0), 0);
}

function firstLargest(values: Float64Array, from: number, step: number, reach: number, largest: number): number {
  for (let at = from; at < from + reach; at += step) if (values[at] === largest) return at;
  return -1;
}

/** A layer with kinks, and the cells of its output [N, H, W, C] that are on another piece after than before. */
export interface Flips {
  readonly at: number;
  readonly layer: string;
  readonly kind: Layer['kind'];
  readonly of: number;
  readonly cells: readonly number[];
}

/** Of every layer with kinks, lowest first. */
export function flipsBetween(before: Trace, after: Trace): Flips[] {
  return before.sites.flatMap((site) => {
    const [old, tape] = [before.tapes[site.at], after.tapes[site.at]];
    const [was, is] = [piecesOf(site, old), piecesOf(site, tape)];
    if (!was || !is) return [];
    const cells: number[] = [];
    // A layer that the change does not reach keeps its tape.
    if (old !== tape) for (let cell = 0; cell < tape.output.length; cell++) if (was(cell) !== is(cell)) cells.push(cell);
    return [{ at: site.at, layer: site.layer.name, kind: site.layer.kind, of: tape.output.length, cells }];
  });
}
