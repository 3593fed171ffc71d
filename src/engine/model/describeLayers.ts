// A LayersModel's layers in the words of the network strip, and which of them can be explored as feature maps.
import type { LayerInfo } from '../protocol.ts';
import type { tfl } from './tensorflow.ts';

const TYPES: Readonly<Record<string, string>> = {
  Conv2D: 'conv2d',
  BatchNormalization: 'batchNorm',
  ReLU: 'relu',
  Flatten: 'flatten',
  Dense: 'dense',
  Softmax: 'softmax',
};

/** One entry a layer, input to output. Explorable: maps of more than one cell, over conv2d → (batchNorm | activation)*. */
export function describeLayers(model: tfl.LayersModel): LayerInfo[] {
  const layers = model.layers.filter((layer) => layer.getClassName() !== 'InputLayer');
  let overConvolution = false;
  return layers.map((layer) => {
    const type = layerType(layer);
    overConvolution = type === 'conv2d' || (overConvolution && KEEPS_CHAIN.has(type));
    const shape = (layer.outputShape as (number | null)[]).slice(1) as number[];
    return { name: layer.name, type, shape, parameters: parametersOf(layer), explorable: overConvolution && isMap(shape) };
  });
}

const KEEPS_CHAIN: ReadonlySet<string> = new Set(['batchNorm', 'relu', 'sigmoid', 'tanh', 'linear']);

function layerType(layer: tfl.layers.Layer): string {
  const className = layer.getClassName();
  if (className === 'Activation') return String(layer.getConfig().activation);
  return TYPES[className] ?? className;
}

function parametersOf(layer: tfl.layers.Layer): LayerInfo['parameters'] {
  return layer.trainableWeights.map((weight) => {
    const shape = weight.shape as number[];
    return { name: weight.originalName, shape, size: shape.reduce((product, size) => product * size, 1) };
  });
}

function isMap(shape: readonly number[]): boolean {
  return shape.length === 3 && shape[0] * shape[1] > 1;
}
