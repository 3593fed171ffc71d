// Small networks drawn at random for the property tests: shapes, strides, dilations, paddings, biases and layers vary.
import fc from 'fast-check';
import type { ActivationFunction, Images, Layer, Network, Parameter } from '../model/network.ts';
import { ruleOf } from '../layers/rules.ts';
import type { Shape3 } from '../layers/window.ts';

export interface Drawn {
  readonly network: Network;
  readonly images: Images;
  readonly of: string;
}

interface ConvDraw {
  k: [number, number];
  stride: [number, number];
  dilation: [number, number];
  padding: 'valid' | 'same';
  filters: number;
  bias: boolean;
  norm: 'none' | 'both' | 'gamma' | 'beta' | 'neither';
  activation: ActivationFunction | 'softmax';
}

const pairOf = (low: number, high: number) => fc.tuple(fc.integer({ min: low, max: high }), fc.integer({ min: low, max: high }));

const convDraw = (activations: readonly (ActivationFunction | 'softmax')[]): fc.Arbitrary<ConvDraw> =>
  fc.record({
    k: pairOf(1, 3),
    stride: pairOf(1, 2),
    dilation: pairOf(1, 2),
    padding: fc.constantFrom('valid' as const, 'same' as const),
    filters: fc.integer({ min: 1, max: 9 }),
    bias: fc.boolean(),
    norm: fc.constantFrom('none' as const, 'both' as const, 'gamma' as const, 'beta' as const, 'neither' as const),
    activation: fc.constantFrom(...activations),
  });

/** A generator of numbers in [−1, 1) from an integer: small, and the same everywhere. */
function numbersFrom(seed: number): (count: number) => Float32Array {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  return (count) => Float32Array.from({ length: count }, next);
}

type Numbers = ReturnType<typeof numbersFrom>;

function parameter(name: string, shape: number[], numbers: Numbers, map: (x: number) => number = (x) => x): Parameter {
  return { name, shape, values: numbers(shape.reduce((a, b) => a * b, 1)).map(map) };
}

function convLayers(at: number, draw: ConvDraw, cin: number, numbers: Numbers): Layer[] {
  const { k, filters, norm } = draw;
  const [conv, bn] = [`conv${at}`, `bn${at}`];
  const layers: Layer[] = [
    {
      kind: 'conv2d', name: conv, trainable: true, padding: draw.padding, strides: draw.stride, dilation: draw.dilation,
      kernel: parameter(`${conv}/kernel`, [...k, cin, filters], numbers),
      bias: draw.bias ? parameter(`${conv}/bias`, [filters], numbers) : null,
    },
  ];
  if (norm !== 'none')
    layers.push({
      kind: 'batchNorm', name: bn, trainable: true, epsilon: 1e-3,
      gamma: norm === 'both' || norm === 'gamma' ? parameter(`${bn}/gamma`, [filters], numbers) : null,
      beta: norm === 'both' || norm === 'beta' ? parameter(`${bn}/beta`, [filters], numbers) : null,
      movingMean: parameter(`${bn}/moving_mean`, [filters], numbers),
      movingVariance: parameter(`${bn}/moving_variance`, [filters], numbers, (x) => 1.2 + x),
    });
  const name = `act${at}`;
  layers.push(draw.activation === 'softmax' ? { kind: 'softmax', name, trainable: true } : { kind: 'activation', name, trainable: true, function: draw.activation });
  return layers;
}

function shapeAfter(layers: readonly Layer[], input: Shape3): Shape3 {
  return layers.reduce((shape, layer) => ruleOf(layer).outputShape(layer, shape), input);
}

function denseLayers(input: Shape3, units: number, numbers: Numbers): Layer[] {
  const fanIn = input[0] * input[1] * input[2];
  return [
    { kind: 'flatten', name: 'flatten', trainable: true },
    { kind: 'dense', name: 'fc', trainable: true, kernel: parameter('fc/kernel', [fanIn, units], numbers), bias: parameter('fc/bias', [units], numbers) },
    { kind: 'identity', name: 'drop', trainable: true },
    { kind: 'softmax', name: 'softmax', trainable: true },
  ];
}

/** Draws whose every map keeps at least one cell. */
export function drawnNetwork(activations: readonly (ActivationFunction | 'softmax')[]): fc.Arbitrary<Drawn> {
  return fc
    .record({
      map: pairOf(4, 9),
      channels: fc.integer({ min: 1, max: 3 }),
      images: fc.integer({ min: 1, max: 2 }),
      convs: fc.array(convDraw(activations), { minLength: 1, maxLength: 3 }),
      head: fc.boolean(),
      units: fc.integer({ min: 1, max: 4 }),
      seed: fc.nat(),
      stop: fc.nat(),
    })
    .map(({ map, channels, images, convs, head, units, seed, stop }): Drawn | null => {
      const numbers = numbersFrom(seed);
      const inputShape: Shape3 = [...map, channels];
      const layers: Layer[] = [];
      for (const [at, draw] of convs.entries()) layers.push(...convLayers(at, draw, shapeAfter(layers, inputShape)[2], numbers));
      const shape = shapeAfter(layers, inputShape);
      if (shape.some((extent) => extent < 1)) return null;
      if (head) layers.push(...denseLayers(shape, units, numbers));
      const data = numbers(images * map[0] * map[1] * channels);
      return { network: { inputShape, layers }, images: { data, shape: [images, ...inputShape] }, of: layers[layers.length - 1 - (stop % Math.min(2, layers.length))].name };
    })
    .filter((drawn) => drawn !== null);
}

/** The same network with one number of one parameter moved. */
export function moved(network: Network, name: string, at: number, by: number): Network {
  const change = (parameterOf: Parameter | null): Parameter | null => {
    if (parameterOf?.name !== name) return parameterOf;
    const values = Float64Array.from(parameterOf.values as Float32Array);
    values[at] += by;
    return { ...parameterOf, values };
  };
  const layers = network.layers.map((layer) => {
    if (layer.kind === 'conv2d' || layer.kind === 'dense') return { ...layer, kernel: change(layer.kernel)!, bias: change(layer.bias) };
    if (layer.kind === 'batchNorm') return { ...layer, gamma: change(layer.gamma), beta: change(layer.beta) };
    return layer;
  });
  return { ...network, layers };
}
