// One Keras layer, as class name and configuration, into the engine's primitive layers. Knows no TensorFlow.js.
import type { ActivationFunction, Layer, Padding, Pair, Parameter } from './network.ts';

/** A layer as TensorFlow.js describes it, keys in camel case. */
export interface LayerDescription {
  readonly className: string;
  readonly name: string;
  readonly trainable: boolean;
  readonly config: Readonly<Record<string, unknown>>;
  /** Axes of a batch of its inputs: 2 for vectors, 4 for maps. */
  readonly axes: number;
  /** How many inputs it takes. */
  readonly inputs: number;
  /** The layer's weight of that name (`kernel`, `gamma`, …), or null. */
  readonly weight: (name: string) => Parameter | null;
}

type Lower = (description: LayerDescription) => Layer[];

const named = ({ name, trainable }: LayerDescription) => ({ name, trainable });

function required(description: LayerDescription, name: string): Parameter {
  const parameter = description.weight(name);
  if (!parameter) throw new Error(`weight: ${description.name}/${name} is missing; build the model before differentiating it`);
  return parameter;
}

/** One positive whole number, or two. `fallback` where there is none. */
export function pair({ name }: Pick<LayerDescription, 'name'>, noun: string, value: unknown, fallback: number | null): Pair {
  const given: unknown = value ?? fallback;
  const both: readonly unknown[] = Array.isArray(given) ? given : [given, given];
  if (both.length !== 2 || !both.every((extent) => Number.isSafeInteger(extent) && (extent as number) > 0 && (extent as number) < 2 ** 16))
    throw new Error(`${noun} of ${name}: ${JSON.stringify(value)} is not supported; use one or two positive whole numbers below 65 536`);
  return [both[0], both[1]] as Pair;
}

function paddingOf({ name, config }: LayerDescription): Padding {
  const padding = String(config.padding ?? 'valid');
  if (padding !== 'valid' && padding !== 'same') throw new Error(`padding of ${name}: ${padding} is not supported; use valid or same`);
  return padding;
}

interface KnownActivation {
  readonly function: ActivationFunction | 'softmax';
  readonly number?: number;
}

/** Names as Keras and TensorFlow.js write them, without underscores and capitals. */
const ACTIVATIONS: ReadonlyMap<string, KnownActivation> = new Map<string, KnownActivation>([
  ...(['linear', 'relu', 'relu6', 'sigmoid', 'tanh', 'elu', 'selu', 'softplus', 'softsign', 'swish', 'gelu', 'mish', 'softmax'] as const).map(
    (name): [string, KnownActivation] => [name, { function: name }],
  ),
  ['hardsigmoid', { function: 'hardSigmoid' }],
  ['silu', { function: 'swish' }],
  ['gelunew', { function: 'geluNew' }],
]);

const NAMES = 'linear, relu, relu6, tanh, sigmoid, hardSigmoid, softplus, softsign, elu, selu, swish, gelu, gelu_new, mish, softmax';

function activationLayers(description: LayerDescription, activation: unknown): Layer[] {
  const wanted = typeof activation === 'string' ? activation : activation ? String((activation as { className?: string }).className ?? (activation as { class_name?: string }).class_name ?? activation) : 'linear';
  const known = ACTIVATIONS.get(wanted.toLowerCase().replaceAll('_', ''));
  if (!known) throw new Error(`activation of ${description.name}: ${wanted} is not supported; use one of ${NAMES}`);
  if (known.function === 'linear') return [];
  if (known.function === 'softmax') return [{ kind: 'softmax', ...named(description) }];
  return [elementwise(description, known.function, known.number)];
}

function elementwise(description: LayerDescription, name: ActivationFunction, number?: number): Layer {
  return { kind: 'activation', ...named(description), function: name, ...(number === undefined ? {} : { number }) };
}

/** A setting that has to be a number. */
function numberOf({ name, config }: LayerDescription, noun: string, fallback: number): number {
  const value = config[noun] ?? fallback;
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error(`${noun} of ${name}: ${JSON.stringify(value)} is not supported; use a number`);
  return value;
}

const stepsOf = (description: LayerDescription) => ({
  strides: pair(description, 'strides', description.config.strides, 1),
  dilation: pair(description, 'dilation rate', description.config.dilationRate, 1),
  padding: paddingOf(description),
});

function conv2d(description: LayerDescription): Layer[] {
  const { groups = 1 } = description.config;
  if (groups !== 1) throw new Error(`groups of ${description.name}: ${JSON.stringify(groups)} is not supported; use 1`);
  return [
    { kind: 'conv2d', ...named(description), ...stepsOf(description), kernel: required(description, 'kernel'), bias: description.weight('bias') },
    ...activationLayers(description, description.config.activation),
  ];
}

function depthwiseConv2d(description: LayerDescription): Layer[] {
  const steps = stepsOf(description);
  if (steps.dilation.some((rate) => rate !== 1))
    throw new Error(`dilation rate of ${description.name}: ${steps.dilation.join('×')} is not supported, as TensorFlow.js ignores it in a DepthwiseConv2D; use 1, or a SeparableConv2D`);
  return [
    { kind: 'depthwiseConv2d', ...named(description), ...steps, kernel: required(description, 'depthwise_kernel'), bias: description.weight('bias') },
    ...activationLayers(description, description.config.activation),
  ];
}

/** A depthwise convolution, then one of a single pixel that mixes the channels. */
function separableConv2d(description: LayerDescription): Layer[] {
  return [
    { kind: 'depthwiseConv2d', ...named(description), ...stepsOf(description), kernel: required(description, 'depthwise_kernel'), bias: null },
    {
      kind: 'conv2d', ...named(description), kernel: required(description, 'pointwise_kernel'), bias: description.weight('bias'),
      strides: [1, 1], dilation: [1, 1], padding: 'valid',
    },
    ...activationLayers(description, description.config.activation),
  ];
}

function batchNormalization(description: LayerDescription): Layer[] {
  const { axis } = description.config;
  const axes: readonly unknown[] = Array.isArray(axis) ? axis : [axis ?? -1];
  if (axes.length !== 1 || (axes[0] !== -1 && axes[0] !== description.axes - 1))
    throw new Error(`axis of ${description.name}: ${JSON.stringify(axis)} is not supported; use -1, the channels`);
  return [
    {
      kind: 'batchNorm', ...named(description),
      gamma: description.weight('gamma'),
      beta: description.weight('beta'),
      movingMean: required(description, 'moving_mean'),
      movingVariance: required(description, 'moving_variance'),
      epsilon: numberOf(description, 'epsilon', 1e-3),
    },
  ];
}

function dense(description: LayerDescription): Layer[] {
  return [
    { kind: 'dense', ...named(description), kernel: required(description, 'kernel'), bias: description.weight('bias') },
    ...activationLayers(description, description.config.activation),
  ];
}

/** TensorFlow.js's ReLU layer has `maxValue`; Keras's has a slope and a threshold besides. */
function relu(description: LayerDescription): Layer[] {
  const { maxValue } = description.config;
  const [slope, threshold] = [numberOf(description, 'negativeSlope', 0), numberOf(description, 'threshold', 0)];
  if (maxValue === undefined || maxValue === null) {
    if (threshold === 0) return [slope === 0 ? elementwise(description, 'relu') : elementwise(description, 'leakyRelu', slope)];
    if (slope === 0) return [elementwise(description, 'thresholdedRelu', threshold)];
  }
  if (slope !== 0 || threshold !== 0)
    throw new Error(`ReLU ${description.name}: a negative slope (${slope}), a threshold (${threshold}) and a largest value (${JSON.stringify(maxValue ?? null)}) are not supported together; use one of them`);
  return [elementwise(description, 'clippedRelu', numberOf(description, 'maxValue', 0))];
}

function elu(description: LayerDescription): Layer[] {
  const alpha = numberOf(description, 'alpha', 1);
  if (alpha !== 1) throw new Error(`alpha of ${description.name}: ${alpha} is not supported; use 1, as TensorFlow.js does`);
  return [elementwise(description, 'elu')];
}

function pool(kind: 'maxPool' | 'averagePool'): Lower {
  return (description) => {
    const size = pair(description, 'pool size', description.config.poolSize, 2);
    const { strides } = description.config;
    return [{ kind, ...named(description), size, strides: pair(description, 'strides', strides ?? [...size], 2), padding: paddingOf(description) }];
  };
}


function zeroPadding(description: LayerDescription): Layer[] {
  const { padding = 1 } = description.config;
  const sides = (value: unknown): Pair => (Array.isArray(value) ? [Number(value[0]), Number(value[1])] : [Number(value), Number(value)]);
  const [rows, columns] = Array.isArray(padding) ? [sides(padding[0]), sides(padding[1])] : [sides(padding), sides(padding)];
  if (![...rows, ...columns].every((extent) => Number.isInteger(extent) && extent >= 0 && extent < 2 ** 16))
    throw new Error(`padding of ${description.name}: ${JSON.stringify(padding)} is not supported; use [[above, below], [left, right]] in whole numbers below 65 536`);
  return [{ kind: 'zeroPadding', ...named(description), padding: [rows, columns] }];
}

function reshape(description: LayerDescription): Layer[] {
  const shape = description.config.targetShape;
  if (!Array.isArray(shape) || !shape.every((extent) => extent === null || Number.isInteger(extent)))
    throw new Error(`shape of ${description.name}: ${JSON.stringify(shape)} is not supported; use [H, W, C] or [units]`);
  return [{ kind: 'reshape', ...named(description), shape: shape.map((extent) => (extent === null ? -1 : Number(extent))) }];
}

function softmax(description: LayerDescription): Layer[] {
  const { axis } = description.config;
  if (axis !== undefined && axis !== null && axis !== -1 && axis !== description.axes - 1) throw new Error(`axis of ${description.name}: ${JSON.stringify(axis)} is not supported; use -1, the last axis`);
  return [{ kind: 'softmax', ...named(description) }];
}

function concatenate(description: LayerDescription): Layer[] {
  const { axis } = description.config;
  if (axis !== undefined && axis !== null && axis !== -1 && axis !== description.axes - 1) throw new Error(`axis of ${description.name}: ${JSON.stringify(axis)} is not supported; use -1, the channels`);
  return [{ kind: 'concatenate', ...named(description) }];
}

/** Layers that only training changes anything at. */
const identity: Lower = (description) => [{ kind: 'identity', ...named(description) }];

/** An activation that is linear still is a layer that can be asked for. */
function activation(description: LayerDescription): Layer[] {
  const layers = activationLayers(description, description.config.activation);
  return layers.length > 0 ? layers : [{ kind: 'identity', ...named(description) }];
}

const LOWER: ReadonlyMap<string, Lower> = new Map<string, Lower>([
  ['Conv2D', conv2d],
  ['DepthwiseConv2D', depthwiseConv2d],
  ['SeparableConv2D', separableConv2d],
  ['Dense', dense],
  ['BatchNormalization', batchNormalization],
  ['Activation', activation],
  ['ReLU', relu],
  ['LeakyReLU', (description) => [elementwise(description, 'leakyRelu', numberOf(description, 'alpha', 0.3))]],
  ['PReLU', (description) => [{ kind: 'prelu', ...named(description), alpha: required(description, 'alpha') }]],
  ['ELU', elu],
  ['ThresholdedReLU', (description) => [elementwise(description, 'thresholdedRelu', numberOf(description, 'theta', 1))]],
  ['Softmax', softmax],
  ['MaxPooling2D', pool('maxPool')],
  ['AveragePooling2D', pool('averagePool')],
  ['GlobalMaxPooling2D', (description) => [{ kind: 'globalMaxPool', ...named(description) }]],
  ['GlobalAveragePooling2D', (description) => [{ kind: 'averagePool', ...named(description), size: null, strides: [1, 1], padding: 'valid' }]],
  ['ZeroPadding2D', zeroPadding],
  ['Flatten', (description) => [{ kind: 'flatten', ...named(description) }]],
  ['Reshape', reshape],
  ['Dropout', identity],
  ['SpatialDropout2D', identity],
  ['AlphaDropout', identity],
  ['GaussianDropout', identity],
  ['GaussianNoise', identity],
  ['Add', (description) => [{ kind: 'add', ...named(description) }]],
  ['Concatenate', concatenate],
  ['InputLayer', () => []],
]);

/** Classes that take several inputs. */
const MERGING: readonly string[] = ['Add', 'Concatenate'];

/** Class names, as Keras and TensorFlow.js have them. */
export const SUPPORTED_LAYERS: readonly string[] = [...LOWER.keys()];

/**
 * The primitive layers that make up one Keras layer, in order.
 * @throws when the layer or one of its settings is not supported, naming it and what is.
 */
export function lowerLayer(description: LayerDescription): Layer[] {
  const lower = LOWER.get(description.className);
  if (!lower) throw new Error(`layer ${description.name}: ${description.className} is not supported; use ${SUPPORTED_LAYERS.join(', ')}`);
  const { inputs } = description;
  if (inputs !== 1 && !MERGING.includes(description.className)) throw new Error(`layer ${description.name}: ${description.className} takes one input where it has ${inputs}; join them with ${MERGING.join(' or ')} first`);
  const { dataFormat } = description.config;
  if (dataFormat === 'channelsFirst' || dataFormat === 'channels_first')
    throw new Error(`data format of ${description.name}: channels first is not supported; use channels last`);
  return lower(description);
}

/** The primitives of one layer where they stand, from `start` on: the first takes `inputs` unless that is the layer before it. */
export function linked(layers: readonly Layer[], inputs: readonly number[], start: number): Layer[] {
  const follows = inputs.length === 1 && inputs[0] === start - 1;
  return layers.map((layer, k) => (k > 0 || follows ? layer : { ...layer, inputs }));
}

/** [H, W, C] from a Keras batch shape [null, H, W, C] or [null, F]. */
export function inputShapeOf(batchShape: unknown): readonly [number, number, number] {
  if (!Array.isArray(batchShape)) throw new Error(`input shape: ${JSON.stringify(batchShape) ?? 'none'} is not a shape; give the first layer one, [null, H, W, C] or [null, F]`);
  const extents: readonly unknown[] = batchShape.slice(1);
  if (extents.some((extent) => extent === null)) throw new Error(`input shape: [${batchShape.join(', ')}] leaves a size open; give each a number`);
  if (!extents.every((extent) => Number.isSafeInteger(extent) && (extent as number) > 0)) throw new Error(`input shape: [${batchShape.join(', ')}] is not made of positive whole numbers; give [null, H, W, C] or [null, F]`);
  if (extents.length === 1) return [1, 1, Number(extents[0])];
  if (extents.length === 3) return [Number(extents[0]), Number(extents[1]), Number(extents[2])];
  throw new Error(`input shape: [${batchShape.join(', ')}] is neither an image nor a vector; give [null, H, W, C] or [null, F]`);
}
