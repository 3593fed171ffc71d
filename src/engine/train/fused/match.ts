// Which layers of a TensorFlow.js model make one fused operation: the one place that decides. Looks at settings only.
import type { tfl } from '../../model/tensorflow.ts';

type Layer = tfl.layers.Layer;

/** What TensorFlow.js keeps private of its batch norm. */
export interface NormLayer extends Layer {
  readonly momentum: number;
  readonly epsilon: number;
  readonly gamma: tfl.LayerVariable;
  readonly beta: tfl.LayerVariable;
  readonly movingMean: tfl.LayerVariable;
  readonly movingVariance: tfl.LayerVariable;
}

export interface BlockParts {
  readonly linear: Layer;
  readonly norm: NormLayer | null;
  readonly relu: Layer | null;
  /** ReLU is the linear layer's own activation. */
  readonly activated: boolean;
}

export const configOf = (layer: Layer): Readonly<Record<string, unknown>> => layer.getConfig();

/** A layer's weight by the last part of its name. */
export function weightOf(layer: Layer, name: string): tfl.LayerVariable | null {
  return layer.weights.find(({ originalName }) => originalName.split('/').at(-1) === name) ?? null;
}

/** The block that begins with the layer `at`, or null. */
export function matchBlock(layers: readonly Layer[], at: number): BlockParts | null {
  const linear = layers[at];
  if (!isLinear(linear)) return null;
  const { activation } = configOf(linear);
  if (activation === 'relu') return { linear, norm: null, relu: null, activated: true };
  if (activation !== 'linear') return null;
  const next = layers[at + 1];
  const norm = next && isNorm(next) ? next : null;
  const above = layers[at + (norm ? 2 : 1)];
  return { linear, norm, relu: above && isRelu(above) ? above : null, activated: false };
}

export function isMaxPool(layer: Layer): boolean {
  return layer.getClassName() === 'MaxPooling2D' && configOf(layer).dataFormat !== 'channelsFirst';
}

function isLinear(layer: Layer): boolean {
  const kind = layer.getClassName();
  if (!trains(layer)) return false;
  if (kind === 'Dense') return axesOf(layer) === 2;
  return kind === 'Conv2D' && configOf(layer).dataFormat !== 'channelsFirst' && axesOf(layer) === 4;
}

/** Of the channels, with scale and offset: all that TensorFlow.js can differentiate. */
function isNorm(layer: Layer): layer is NormLayer {
  if (layer.getClassName() !== 'BatchNormalization' || !trains(layer)) return false;
  const { axis, center, scale } = configOf(layer);
  return (axis === -1 || axis === axesOf(layer) - 1) && center === true && scale === true;
}

function isRelu(layer: Layer): boolean {
  const { activation, maxValue } = configOf(layer);
  if (layer.getClassName() === 'Activation') return activation === 'relu';
  return layer.getClassName() === 'ReLU' && (maxValue === undefined || maxValue === null);
}

/** Of a frozen layer nobody reads the gradients. */
function trains({ trainable, trainableWeights, weights }: Layer): boolean {
  return trainable && weights.length > 0 && trainableWeights.length > 0;
}

function axesOf(layer: Layer): number {
  return (layer.inboundNodes[0]?.inputShapes[0] as readonly unknown[] | undefined)?.length ?? 0;
}
