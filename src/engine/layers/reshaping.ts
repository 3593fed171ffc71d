// Layers that pass their input on: flatten and reshape (the same numbers in another shape) and identity (dropout at inference).
import type { FlattenLayer, IdentityLayer, Layer, ReshapeLayer } from '../model/network.ts';
import type { LayerRule } from './layer.ts';
import { isOneHot, isPlane, ownWindow, type Shape3, volume, type Window } from './window.ts';

const passThrough = {
  elementwise: true,
  parameters: () => [],
  cost: () => ({ input: 0, parameters: 0 }),
  host: {
    forward: (_site, input) => ({ input, output: input }),
    pullInput: (_site, _tape, _values, cotangent, _from, _place, target) => target.set(cotangent),
  },
  device: {
    forward: (_site, _context, input) => ({ tape: { input, output: input }, dispatches: [] }),
    pull: () => [],
  },
} satisfies Partial<LayerRule<Layer>>;

/** Passing on needs no kernel, folding it neither. */
const device = { ...passThrough.device, fold: () => ({ dispatches: [] }) };

export const identity: LayerRule<IdentityLayer> = {
  ...passThrough,
  device,
  outputShape: (_layer, input) => input,
  pullWindow: (_site, window) => window,
};

/**
 * The same cells, in the same order, seen as another map: nothing is computed. Holds for the one-hot cotangent, which a map of a
 * single line may have left without a stride, and for whole maps.
 */
function relabel(map: Window['map'], window: Window): Window {
  if (window.channels === 'own') return ownWindow(map);
  return { ...window, map, size: [map[0], map[1]], stride: [0, 0], origin: [0, 0] };
}

export const flatten: LayerRule<FlattenLayer> = {
  ...passThrough,
  device,
  outputShape: (_layer, input) => [1, 1, volume(input)],
  pullWindow: (site, window) => relabel(site.input, window),
};

function reshaped({ name, shape }: ReshapeLayer, input: Shape3): Shape3 {
  const known = shape.filter((extent) => extent !== -1).reduce((product, extent) => product * extent, 1);
  const whole = shape.map((extent) => (extent === -1 ? volume(input) / known : extent));
  if (whole.reduce((product, extent) => product * extent, 1) !== volume(input) || !whole.every(Number.isInteger))
    throw new Error(`shape of ${name}: [${shape.join(', ')}] does not hold the ${volume(input)} numbers of its input; give one whose product does`);
  if (whole.length === 1) return [1, 1, whole[0]];
  if (whole.length === 3) return [whole[0], whole[1], whole[2]];
  throw new Error(`shape of ${name}: [${shape.join(', ')}] is neither a map nor a vector; give [H, W, C] or [units]`);
}

export const reshape: LayerRule<ReshapeLayer> = {
  ...passThrough,
  outputShape: reshaped,
  needsPlane: (_site, window) => !isOneHot(window) && !isPlane(window),
  pullWindow: (site, window) => relabel(site.input, window),
};
