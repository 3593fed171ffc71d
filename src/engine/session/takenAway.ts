// Which parameters have no effect where batch norms use batch statistics. Pure.
import { sitesOf } from '../jacobian/plan.ts';
import { inputsOf, type Layer, type Network } from '../model/network.ts';

/** The parameter that adds a constant to each channel of a layer's output. */
function shiftOf(layer: Layer): string | null {
  if (layer.kind === 'batchNorm') return layer.beta?.name ?? null;
  return layer.kind === 'conv2d' || layer.kind === 'depthwiseConv2d' || layer.kind === 'dense' ? (layer.bias?.name ?? null) : null;
}

/** Whether a constant in each channel of its input is one of its output too. Padding with zeros breaks it at the edges. */
function passesShift(layer: Layer): boolean {
  if (layer.kind === 'conv2d' || layer.kind === 'depthwiseConv2d') return layer.padding === 'valid';
  return ['identity', 'maxPool', 'averagePool', 'globalMaxPool', 'flatten', 'dense', 'add', 'concatenate'].includes(layer.kind);
}

/**
 * Names of the parameters up to layer `of` that do nothing but add a constant to each channel of what a batch norm takes, on every way to
 * `of`: (x + b) less its mean over the batch is x less its mean.
 */
export function takenAway(network: Network, of: string): string[] {
  const count = sitesOf(network, 1, of).length;
  // The last primitive of that name ends what leads to it.
  const last = network.layers.findLastIndex(({ name }) => name === of);
  const layers = network.layers.slice(0, Math.max(count, last + 1));
  const usersOf = (place: number) => layers.flatMap((layer, at) => (inputsOf(layer, at).includes(place) ? [at] : []));
  const ends = (place: number): boolean => {
    const users = usersOf(place);
    return place !== last && users.length > 0 && users.every((at) => layers[at].kind === 'batchNorm' || (passesShift(layers[at]) && ends(at)));
  };
  return layers.flatMap((layer, place) => {
    const shift = shiftOf(layer);
    return shift !== null && ends(place) ? [shift] : [];
  });
}
