// One Keras layer, as class name and configuration, into the engine's primitive layers. Knows no TensorFlow.js.
import type { ActivationFunction, Layer, Parameter } from './network.ts';

/** A layer as TensorFlow.js describes it, keys in camel case. */
export interface LayerDescription {
  readonly className: string;
  readonly name: string;
  readonly trainable: boolean;
  readonly config: Readonly<Record<string, unknown>>;
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

function pair(value: unknown, fallback: number): [number, number] {
  if (Array.isArray(value)) return [Number(value[0]), Number(value[1])];
  const one = value === undefined || value === null ? fallback : Number(value);
  return [one, one];
}

const ACTIVATIONS: Readonly<Record<string, ActivationFunction | 'softmax'>> = {
  linear: 'linear', relu: 'relu', sigmoid: 'sigmoid', tanh: 'tanh', softmax: 'softmax',
};

function activationLayers(description: LayerDescription, activation: unknown): Layer[] {
  const wanted = typeof activation === 'string' ? activation : activation ? String((activation as { className?: string }).className ?? activation) : 'linear';
  const known = ACTIVATIONS[wanted.toLowerCase()];
  if (!known) throw new Error(`activation of ${description.name}: ${wanted} is not supported; use one of ${Object.keys(ACTIVATIONS).join(', ')}`);
  if (known === 'linear') return [];
  return [known === 'softmax' ? { kind: 'softmax', ...named(description) } : { kind: 'activation', function: known, ...named(description) }];
}

function conv2d(description: LayerDescription): Layer[] {
  const { config } = description;
  const padding = String(config.padding ?? 'valid');
  if (padding !== 'valid' && padding !== 'same') throw new Error(`padding of ${description.name}: ${padding} is not supported; use valid or same`);
  return [
    {
      kind: 'conv2d', ...named(description), padding,
      kernel: required(description, 'kernel'),
      bias: description.weight('bias'),
      strides: pair(config.strides, 1),
      dilation: pair(config.dilationRate, 1),
    },
    ...activationLayers(description, config.activation),
  ];
}

function batchNormalization(description: LayerDescription): Layer[] {
  return [
    {
      kind: 'batchNorm', ...named(description),
      gamma: description.weight('gamma'),
      beta: description.weight('beta'),
      movingMean: required(description, 'moving_mean'),
      movingVariance: required(description, 'moving_variance'),
      epsilon: Number(description.config.epsilon ?? 1e-3),
    },
  ];
}

function dense(description: LayerDescription): Layer[] {
  return [
    { kind: 'dense', ...named(description), kernel: required(description, 'kernel'), bias: description.weight('bias') },
    ...activationLayers(description, description.config.activation),
  ];
}

function relu(description: LayerDescription): Layer[] {
  const { maxValue } = description.config;
  if (maxValue !== undefined && maxValue !== null) throw new Error(`maxValue of ${description.name}: ${String(maxValue)} is not supported; use a plain ReLU`);
  return [{ kind: 'activation', function: 'relu', ...named(description) }];
}

/** An activation that is linear still is a layer that can be asked for. */
function activation(description: LayerDescription): Layer[] {
  const layers = activationLayers(description, description.config.activation);
  return layers.length > 0 ? layers : [{ kind: 'identity', ...named(description) }];
}

const LOWER: Readonly<Record<string, Lower>> = {
  Conv2D: conv2d,
  BatchNormalization: batchNormalization,
  Dense: dense,
  ReLU: relu,
  Activation: activation,
  Softmax: (description) => [{ kind: 'softmax', ...named(description) }],
  Flatten: (description) => [{ kind: 'flatten', ...named(description) }],
  Dropout: (description) => [{ kind: 'identity', ...named(description) }],
  InputLayer: () => [],
};

/**
 * The primitive layers that make up one Keras layer, in order.
 * @throws when the layer or one of its settings is not supported, naming it and what is.
 */
export function lowerLayer(description: LayerDescription): Layer[] {
  const lower = LOWER[description.className];
  if (!lower) throw new Error(`layer ${description.name}: ${description.className} is not supported; use ${Object.keys(LOWER).join(', ')}`);
  const { dataFormat, axis } = description.config;
  if (dataFormat === 'channelsFirst' || dataFormat === 'channels_first')
    throw new Error(`data format of ${description.name}: channels first is not supported; use channels last`);
  if (description.className === 'Softmax' && axis !== undefined && axis !== null && axis !== -1)
    throw new Error(`axis of ${description.name}: ${String(axis)} is not supported; use -1, the last axis`);
  return lower(description);
}

/** [H, W, C] from a Keras batch shape [null, H, W, C] or [null, F]. */
export function inputShapeOf(batchShape: readonly (number | null)[]): readonly [number, number, number] {
  const extents = batchShape.slice(1);
  if (extents.some((extent) => extent === null)) throw new Error(`input shape: [${batchShape.join(', ')}] leaves a size open; give each a number`);
  if (extents.length === 1) return [1, 1, Number(extents[0])];
  if (extents.length === 3) return [Number(extents[0]), Number(extents[1]), Number(extents[2])];
  throw new Error(`input shape: [${batchShape.join(', ')}] is neither an image nor a vector; give [null, H, W, C] or [null, F]`);
}
