// Layers that take several inputs and change none of them: their sum, or one after another along the channels. A cotangent
// passes to each input as it is.
import mergeForward from '../gpu/kernels/merge_forward.wgsl?raw';
import type { Dispatch } from '../gpu/compute.ts';
import type { AddLayer, ConcatenateLayer } from '../model/network.ts';
import type { LayerRule, Site } from './layer.ts';
import { cellsOf, clampToMap, type Shape3, volume, type Window } from './window.ts';

type MergeSite = Site<AddLayer | ConcatenateLayer>;

/** The first channel of each input within the output. */
function firstChannels({ layer, inputs }: MergeSite): readonly number[] {
  let next = 0;
  return inputs.map(([, , C]) => (layer.kind === 'add' ? 0 : (next += C) - C));
}

function hostForward(site: MergeSite, inputs: readonly Float64Array[]): Float64Array {
  const C = site.output[2];
  const output = new Float64Array(site.images * volume(site.output));
  const first = firstChannels(site);
  inputs.forEach((input, k) => {
    const own = site.inputs[k][2];
    for (let at = 0; at < input.length; at++) output[Math.floor(at / own) * C + first[k] + (at % own)] += input[at];
  });
  return output;
}

/** A kernel an input: each writes its own channels, or adds to what is there. */
function deviceForward(site: MergeSite, output: GPUBuffer, inputs: readonly GPUBuffer[], notFinite: GPUBuffer): Dispatch[] {
  const first = firstChannels(site);
  return inputs.map((input, k): Dispatch => {
    const perImage = volume(site.inputs[k]);
    return {
      source: mergeForward,
      constants: { PER_IMAGE: perImage, OWN: site.inputs[k][2], C: site.output[2], FIRST: first[k], ADD: site.layer.kind === 'add' && k > 0 ? 1 : 0, LAYER: site.at },
      buffers: [input, output, notFinite],
      threads: (_first, count) => count * perImage,
      writes: [output],
    };
  });
}

function rule<L extends AddLayer | ConcatenateLayer>(own: Pick<LayerRule<L>, 'elementwise' | 'outputShape' | 'pullWindow'>): LayerRule<L> {
  return {
    ...own,
    parameters: () => [],
    merges: (site) => firstChannels(site),
    cost: (_site, _from, to) => ({ input: cellsOf(to), parameters: 0 }),
    host: {
      forward: (site, input, _values, inputs) => ({ input, output: hostForward(site, inputs) }),
      pullInput: () => undefined,
    },
    device: {
      forward(site, context, input, inputs) {
        const output = context.scratch(site.images * volume(site.output), `${site.layer.name} output`);
        return { tape: { input, output }, dispatches: deviceForward(site, output, inputs, context.notFinite) };
      },
      pull: () => [],
    },
  };
}

const words = (inputs: readonly Shape3[]) => inputs.map((shape) => shape.join('×')).join(', ');

export const add: LayerRule<AddLayer> = rule<AddLayer>({
  elementwise: true,
  outputShape({ name }, input, inputs) {
    if (inputs.some((shape) => shape.some((extent, axis) => extent !== input[axis])))
      throw new Error(`inputs of ${name}: ${words(inputs)} are not alike; add maps of one shape`);
    return input;
  },
  pullWindow: (_site, window) => window,
});

/** A row's own channel is one of one input only: below, all channels count as alive. */
function ofInput(map: Shape3, window: Window): Window {
  return clampToMap({ ...window, map, channels: 'all' });
}

export const concatenate: LayerRule<ConcatenateLayer> = rule<ConcatenateLayer>({
  elementwise: false,
  outputShape({ name }, [H, W], inputs) {
    if (inputs.some((shape) => shape[0] !== H || shape[1] !== W)) throw new Error(`inputs of ${name}: ${words(inputs)} differ in more than channels; join maps of one size`);
    return [H, W, inputs.reduce((total, [, , C]) => total + C, 0)];
  },
  pullWindow: (site, window, input) => ofInput(site.inputs[input], window),
});
