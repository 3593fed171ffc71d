// A network's layers in the words of the network strip, and which one to look at first.
import type { LayerInfo } from '../protocol.ts';
import type { tfl } from './tensorflow.ts';

const TYPES: ReadonlyMap<string, string> = new Map([
  ['Conv2D', 'conv2d'],
  ['BatchNormalization', 'batchNorm'],
  ['ReLU', 'relu'],
  ['MaxPooling2D', 'maxPool'],
  ['Flatten', 'flatten'],
  ['Dense', 'dense'],
  ['Softmax', 'softmax'],
]);

export type PlainLayer = Pick<LayerInfo, 'name' | 'type' | 'shape' | 'parameters'>;

/** One entry a layer, input to output. */
export function describeLayers(model: tfl.LayersModel): LayerInfo[] {
  const layers = model.layers.filter((layer) => layer.getClassName() !== 'InputLayer');
  return withCounts(layers.map((layer) => ({ name: layer.name, type: typeOf(layer), shape: (layer.outputShape as number[]).slice(1), parameters: parametersOf(layer) })));
}

/** Adds what depends on the layers below. */
export function withCounts(layers: readonly PlainLayer[]): LayerInfo[] {
  let columns = 0;
  let overBatchNorm = false;
  return layers.map((layer) => {
    columns += layer.parameters.reduce((total, { size, trainable }) => total + (trainable ? size : 0), 0);
    overBatchNorm ||= layer.type === 'batchNorm';
    return { ...layer, explorable: true, columns, overBatchNorm };
  });
}

/** The last activation below the last dense layer: what the network has made of the image before it decides. */
export function suggestedLayer(layers: readonly LayerInfo[]): string {
  const decision = layers.findLastIndex(({ type }) => type === 'dense');
  const found = layers.findLastIndex((layer, at) => at < decision && isActivation(layer, layers[at - 1]));
  return (layers[found] ?? layers.findLast(({ parameters }) => parameters.length > 0) ?? layers[layers.length - 1]).name;
}

function isActivation({ type, shape, parameters }: LayerInfo, below: LayerInfo | undefined): boolean {
  const keepsShape = below !== undefined && below.shape.length === shape.length && shape.every((extent, axis) => extent === below.shape[axis]);
  return keepsShape && (type === 'prelu' || (parameters.length === 0 && !['identity', 'batchNorm', 'maxPool', 'averagePool', 'reshape', 'flatten', 'add', 'concatenate'].includes(type)));
}

function typeOf(layer: tfl.layers.Layer): string {
  const className = layer.getClassName();
  if (className === 'Activation') return String(layer.getConfig().activation);
  return TYPES.get(className) ?? className;
}

function parametersOf(layer: tfl.layers.Layer): LayerInfo['parameters'] {
  return layer.trainableWeights.map((weight) => {
    const shape = weight.shape as number[];
    return { name: weight.originalName, shape, size: shape.reduce((product, size) => product * size, 1), trainable: true };
  });
}
