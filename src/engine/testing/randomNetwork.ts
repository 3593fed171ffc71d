// Small networks drawn at random for the property tests: shapes, strides, dilations, paddings, biases and layers vary.
import fc from 'fast-check';
import type { JacobianOptions } from '../index.ts';
import { type ActivationFunction, type Images, inputsOf, type Layer, type Network, type Parameter } from '../model/network.ts';
import { ruleOf } from '../layers/rules.ts';
import { sitesOf } from '../jacobian/plan.ts';
import { type Shape3, volume } from '../layers/window.ts';

export interface Drawn {
  readonly network: Network;
  readonly images: Images;
  readonly of: string;
}

type Drawable = ActivationFunction | 'softmax' | 'prelu';

interface BlockDraw {
  kind: 'conv' | 'depthwise' | 'separable';
  k: [number, number];
  stride: [number, number];
  dilation: [number, number];
  padding: 'valid' | 'same';
  filters: number;
  multiplier: number;
  bias: boolean;
  norm: 'none' | 'both' | 'gamma' | 'beta' | 'neither';
  activation: Drawable;
  pool: 'none' | 'maxPool' | 'averagePool';
  poolSize: [number, number];
  poolStride: [number, number];
  poolPadding: 'valid' | 'same';
  zeros: [number, number, number, number];
  shared: boolean;
  /** What comes after the block: nothing, its numbers as another map, or a branch beside a skip that it joins again. */
  after: 'nothing' | 'reshape' | 'add' | 'concatenate';
  project: boolean;
}

const pairOf = (low: number, high: number) => fc.tuple(fc.integer({ min: low, max: high }), fc.integer({ min: low, max: high }));
const eitherPadding = fc.constantFrom('valid' as const, 'same' as const);

const blockDraw = (activations: readonly Drawable[], pools: readonly BlockDraw['pool'][]): fc.Arbitrary<BlockDraw> =>
  fc.record({
    kind: fc.constantFrom('conv' as const, 'conv' as const, 'depthwise' as const, 'separable' as const),
    k: pairOf(1, 3),
    stride: pairOf(1, 2),
    dilation: pairOf(1, 2),
    padding: eitherPadding,
    filters: fc.integer({ min: 1, max: 9 }),
    multiplier: fc.integer({ min: 1, max: 2 }),
    bias: fc.boolean(),
    norm: fc.constantFrom('none' as const, 'both' as const, 'gamma' as const, 'beta' as const, 'neither' as const),
    activation: fc.constantFrom(...activations),
    pool: fc.constantFrom(...pools),
    poolSize: pairOf(1, 3),
    poolStride: pairOf(1, 3),
    poolPadding: eitherPadding,
    zeros: fc.tuple(...([0, 1, 2, 3].map(() => fc.constantFrom(0, 0, 1, 2)) as [fc.Arbitrary<number>, fc.Arbitrary<number>, fc.Arbitrary<number>, fc.Arbitrary<number>])),
    shared: fc.boolean(),
    after: fc.constantFrom('nothing' as const, 'nothing' as const, 'nothing' as const, 'reshape' as const, 'add' as const, 'concatenate' as const),
    project: fc.boolean(),
  });

/** A generator of numbers in [−1, 1) from an integer: small, and the same everywhere. */
export function numbersFrom(seed: number): (count: number) => Float32Array {
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

type Numbered = { numbers: Numbers; at: number };

function convolutions(draw: BlockDraw, cin: number, { numbers, at }: Numbered): Layer[] {
  const { k, filters, multiplier, bias } = draw;
  const name = `conv${at}`;
  const steps = { padding: draw.padding, strides: draw.stride, dilation: draw.dilation };
  const biasOf = (size: number) => (bias ? parameter(`${name}/bias`, [size], numbers) : null);
  const depthwise = (own: Parameter | null): Layer => ({
    kind: 'depthwiseConv2d', name, trainable: true, ...steps, kernel: parameter(`${name}/depthwise_kernel`, [...k, cin, multiplier], numbers), bias: own,
  });
  if (draw.kind === 'depthwise') return [depthwise(biasOf(cin * multiplier))];
  if (draw.kind === 'conv')
    return [{ kind: 'conv2d', name, trainable: true, ...steps, kernel: parameter(`${name}/kernel`, [...k, cin, filters], numbers), bias: biasOf(filters) }];
  return [
    depthwise(null),
    {
      kind: 'conv2d', name, trainable: true, padding: 'valid', strides: [1, 1], dilation: [1, 1],
      kernel: parameter(`${name}/pointwise_kernel`, [1, 1, cin * multiplier, filters], numbers), bias: biasOf(filters),
    },
  ];
}

function batchNormLayer(name: string, norm: BlockDraw['norm'], C: number, numbers: Numbers): Layer[] {
  if (norm === 'none') return [];
  return [
    {
      kind: 'batchNorm', name, trainable: true, epsilon: 1e-3,
      gamma: norm === 'both' || norm === 'gamma' ? parameter(`${name}/gamma`, [C], numbers) : null,
      beta: norm === 'both' || norm === 'beta' ? parameter(`${name}/beta`, [C], numbers) : null,
      movingMean: parameter(`${name}/moving_mean`, [C], numbers),
      movingVariance: parameter(`${name}/moving_variance`, [C], numbers, (x) => 1.2 + x),
    },
  ];
}

const batchNormOf = ({ norm }: BlockDraw, C: number, { numbers, at }: Numbered): Layer[] => batchNormLayer(`bn${at}`, norm, C, numbers);

function activationOf(draw: BlockDraw, [H, W, C]: Shape3, { numbers, at }: Numbered): Layer {
  const [name, trainable] = [`act${at}`, true];
  if (draw.activation === 'softmax') return { kind: 'softmax', name, trainable };
  if (draw.activation === 'prelu') return { kind: 'prelu', name, trainable, alpha: parameter(`${name}/alpha`, draw.shared ? [1, 1, C] : [H, W, C], numbers) };
  const number = { clippedRelu: 0.6, leakyRelu: 0.2, thresholdedRelu: 0.1 }[draw.activation as string];
  return { kind: 'activation', name, trainable, function: draw.activation, ...(number === undefined ? {} : { number }) };
}

function blockLayers(draw: BlockDraw, input: Shape3, numbered: Numbered): Layer[] {
  const { at } = numbered;
  const [above, below, left, right] = draw.zeros;
  const layers: Layer[] = [];
  if (draw.zeros.some((extent) => extent > 0)) layers.push({ kind: 'zeroPadding', name: `pad${at}`, trainable: true, padding: [[above, below], [left, right]] });
  layers.push(...convolutions(draw, input[2], numbered));
  layers.push(...batchNormOf(draw, shapeAfter(layers, input)[2], numbered));
  layers.push(activationOf(draw, shapeAfter(layers, input), numbered));
  if (draw.pool !== 'none') layers.push({ kind: draw.pool, name: `pool${at}`, trainable: true, size: draw.poolSize, strides: draw.poolStride, padding: draw.poolPadding });
  return layers;
}

/** The shape of the last layer's output. */
function shapeAfter(layers: readonly Layer[], input: Shape3): Shape3 {
  const shapes: Shape3[] = [];
  for (const [at, layer] of layers.entries()) {
    const inputs = inputsOf(layer, at).map((place) => (place < 0 ? input : shapes[place]));
    shapes.push(ruleOf(layer).outputShape(layer, inputs[0], inputs));
  }
  return shapes.at(-1) ?? input;
}

/**
 * A convolution, norm and activation beside the way past them, from the layer at `place` on: joined by a sum, where the way past
 * may need a convolution for the shapes to agree, or side by side. Also where the map is the images themselves.
 */
function branchLayers(draw: BlockDraw, input: Shape3, place: number, { numbers, at }: Numbered): Layer[] {
  const name = `join${at}`;
  const steps = { padding: 'same', strides: draw.stride, dilation: [1, 1] } as const;
  const convolution = (own: string, k: readonly [number, number], inputs: readonly number[]): Layer => ({
    kind: 'conv2d', name: own, trainable: true, ...steps, inputs, kernel: parameter(`${own}/kernel`, [...k, input[2], draw.filters], numbers), bias: draw.bias ? parameter(`${own}/bias`, [draw.filters], numbers) : null,
  });
  const branch = [convolution(`${name}a`, draw.k, [place])];
  branch.push(...batchNormOf(draw, draw.filters, { numbers, at: at + 100 }));
  const shape = ruleOf(branch[0]).outputShape(branch[0], input, [input]);
  branch.push(activationOf(draw, shape, { numbers, at: at + 100 }));
  const end = place + branch.length;
  const fits = shape.every((extent, axis) => extent === input[axis] || (axis === 2 && draw.after === 'concatenate'));
  const past = fits && !draw.project ? [] : [convolution(`${name}b`, [1, 1], [place])];
  const inputs = past.length > 0 ? [end, end + 1] : [place, end];
  return [...branch, ...past, { kind: draw.after === 'add' ? 'add' : 'concatenate', name, trainable: true, inputs }, activationOf(draw, draw.after === 'add' ? shape : [shape[0], shape[1], shape[2] + (past.length > 0 ? draw.filters : input[2])], { numbers, at: at + 200 })];
}

/** What follows a block, whose layers end at `place`. */
function layersAfter(draw: BlockDraw, input: Shape3, place: number, numbered: Numbered): Layer[] {
  if (draw.after === 'nothing' || input.some((extent) => extent < 1)) return [];
  if (draw.after !== 'reshape') return branchLayers(draw, input, place, numbered);
  const [H, W, C] = input;
  return [{ kind: 'reshape', name: `reshape${numbered.at}`, trainable: true, shape: draw.project ? [1, H, W * C] : [W, H * C, 1] }];
}

function denseLayers(input: Shape3, units: number, numbers: Numbers): Layer[] {
  const fanIn = input[0] * input[1] * input[2];
  return [
    { kind: 'flatten', name: 'flatten', trainable: true },
    { kind: 'dense', name: 'fc', trainable: true, kernel: parameter('fc/kernel', [fanIn, units], numbers), bias: parameter('fc/bias', [units], numbers) },
    ...(fanIn % 2 ? batchNormLayer('bnfc', 'both', units, numbers) : []),
    { kind: 'identity', name: 'drop', trainable: true },
    { kind: 'softmax', name: 'softmax', trainable: true },
  ];
}

type Head = 'none' | 'dense' | 'reshape' | 'global';

function headLayers(head: Head, input: Shape3, units: number, numbers: Numbers): Layer[] {
  if (head === 'none') return [];
  if (head === 'dense') return denseLayers(input, units, numbers);
  const [H, W, C] = input;
  if (head === 'reshape') return [{ kind: 'reshape', name: 'reshape', trainable: true, shape: [W, -1, H] }, { kind: 'activation', name: 'last', trainable: true, function: 'tanh' }];
  const [name, trainable] = ['global', true];
  const pool: Layer = units % 2 ? { kind: 'averagePool', name, trainable, size: null, strides: [1, 1], padding: 'valid' } : { kind: 'globalMaxPool', name, trainable };
  return [pool, ...denseLayers([1, 1, C], units, numbers).slice(1)];
}

/** Draws whose every map keeps at least one cell. */
export function drawnNetwork(activations: readonly Drawable[], pools: readonly BlockDraw['pool'][] = ['none', 'maxPool', 'averagePool']): fc.Arbitrary<Drawn> {
  return fc
    .record({
      map: pairOf(4, 9),
      channels: fc.integer({ min: 1, max: 3 }),
      images: fc.integer({ min: 1, max: 2 }),
      blocks: fc.array(blockDraw(activations, pools), { minLength: 1, maxLength: 3 }),
      head: fc.constantFrom<Head>('none', 'none', 'dense', 'reshape', 'global'),
      units: fc.integer({ min: 1, max: 4 }),
      seed: fc.nat(),
      stop: fc.nat(),
    })
    .map(({ map, channels, images, blocks, head, units, seed, stop }): Drawn | null => {
      const numbers = numbersFrom(seed);
      const inputShape: Shape3 = [...map, channels];
      const layers: Layer[] = [];
      for (const [at, draw] of blocks.entries()) {
        const shape = shapeAfter(layers, inputShape);
        if (shape.some((extent) => extent < 1)) return null;
        // Now and then the images themselves go past the first layers.
        if (at === 0 && draw.shared) layers.push(...layersAfter(draw, shape, -1, { numbers, at: 300 }));
        layers.push(...blockLayers(draw, shapeAfter(layers, inputShape), { numbers, at }));
        layers.push(...layersAfter(draw, shapeAfter(layers, inputShape), layers.length - 1, { numbers, at }));
      }
      const shape = shapeAfter(layers, inputShape);
      if (shape.some((extent) => extent < 1)) return null;
      layers.push(...headLayers(head === 'global' && pools.length === 1 ? 'none' : head, shape, units, numbers));
      const data = numbers(images * map[0] * map[1] * channels);
      return { network: { inputShape, layers }, images: { data, shape: [images, ...inputShape] }, of: layers[layers.length - 1 - (stop % Math.min(3, layers.length))].name };
    })
    .filter((drawn): drawn is Drawn => drawn !== null && hasParameters(drawn));
}

/** Something at or below the layer that is asked for can be differentiated with respect to. */
const hasParameters = (drawn: Drawn): boolean => parameterNames(drawn).length > 0;

/** Every parameter of the layers that lead to `of`, by name. */
export function parameterNames({ network, of }: Drawn): string[] {
  return sitesOf(network, 1, of).flatMap(({ layer }) => ruleOf(layer).parameters(layer).map(({ name }) => name));
}

export type Question = Omit<JacobianOptions, 'of' | 'device' | 'method'>;

/** What may be asked of a Jacobian of so many rows: all, a parameter, some, the input, batch statistics, a few rows. */
export function questionsOf(drawn: Drawn, rows: number, pick: number): Question[] {
  const names = parameterNames(drawn);
  const start = pick % rows;
  const few = { start, count: 1 + (pick % Math.min(3, rows - start)) };
  const some = names.filter((_name, at) => (pick >> at % 24) & 1);
  return [
    {},
    { wrt: 'input' },
    { batchNorm: 'batch' },
    { wrt: [names[pick % names.length]] },
    { rows: few, wrt: some.length > 0 ? some : names },
    { wrt: 'input', batchNorm: 'batch', rows: few },
  ];
}

/** Numbers of the layer's output, over all images. */
export function rowsOf({ network, images, of }: Drawn): number {
  return images.shape[0] * volume(sitesOf(network, 1, of).at(-1)!.output);
}

/** Every number of the parameters up to `of` and of the images wobbled by half a float32 unit in the last place, up or down. */
export function wobbled(drawn: Drawn, seed: number): Drawn {
  const signs = numbersFrom(seed);
  const wobble = (values: ArrayLike<number>) => {
    const sign = signs(values.length);
    return Float64Array.from(values, (value, at) => value * (1 + Math.sign(sign[at]) * 2 ** -24));
  };
  let { network } = drawn;
  for (const layer of network.layers) network = changed(network, layer, (values) => wobble(values));
  return { ...drawn, network, images: { ...drawn.images, data: wobble(drawn.images.data) } };
}

// Arrays have `values` too.
const held = (value: unknown): value is Parameter => typeof value === 'object' && value !== null && !Array.isArray(value) && 'values' in value;

/** The same network with the numbers of one layer's parameters changed. */
function changed(network: Network, layer: Layer, change: (values: Float32Array | Float64Array, name: string) => Float64Array): Network {
  const parameterOf = (value: unknown) => (held(value) ? { ...value, values: change(value.values as Float32Array, value.name) } : value);
  const other = Object.fromEntries(Object.entries(layer).map(([key, value]) => [key, parameterOf(value)])) as unknown as Layer;
  return { ...network, layers: network.layers.map((each) => (each === layer ? other : each)) };
}

/** The same network with one number of one parameter moved. */
export function moved(network: Network, name: string, at: number, by: number): Network {
  const layer = network.layers.find((each) => ruleOf(each).parameters(each).some((parameterOf) => parameterOf.name === name))!;
  return changed(network, layer, (values, own) => Float64Array.from(values, (value, k) => (own === name && k === at ? value + by : value)));
}
