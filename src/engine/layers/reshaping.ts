// Layers that pass their input on: flatten (the same numbers as one vector) and identity (dropout at inference).
import type { FlattenLayer, IdentityLayer, Layer } from '../model/network.ts';
import type { LayerRule } from './layer.ts';
import { volume, type Window } from './window.ts';

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
    fold: () => ({ dispatches: [] }),
  },
} satisfies Partial<LayerRule<Layer>>;

export const identity: LayerRule<IdentityLayer> = {
  ...passThrough,
  outputShape: (_layer, input) => input,
  pullWindow: (_site, window) => window,
};

/** The vector [1, 1, F] seen as the map [H, W, C] again: its cells keep their order, so nothing is computed. */
function unflatten(map: Window['map'], window: Window): Window {
  if (window.channels === 'own') return { ...window, rows: map, map };
  return { ...window, map, size: [map[0], map[1]], stride: [0, 0], origin: [0, 0] };
}

export const flatten: LayerRule<FlattenLayer> = {
  ...passThrough,
  outputShape: (_layer, input) => [1, 1, volume(input)],
  pullWindow: (site, window) => unflatten(site.input, window),
};
