// A multilayer perceptron for the digits as a TensorFlow.js Sequential: no convolution, batch norm over units. Knows no training.
import type { DigitNetworkSpec } from './digitNetwork.ts';
import { tfl } from './tensorflow.ts';

/** flatten, fc1 64, bn1, relu1, fc2 32, relu2, fc3, softmax; kernels zero. */
export function buildMlpNetwork({ height, width, classes, batchNormEpsilon }: DigitNetworkSpec): tfl.Sequential {
  const { flatten, dense, batchNormalization, reLU, activation } = tfl.layers;
  const fc = (name: string, units: number) => dense({ name, units, kernelInitializer: 'zeros' });
  return tfl.sequential({
    layers: [
      flatten({ name: 'flatten', inputShape: [height, width, 1] }),
      fc('fc1', 64),
      batchNormalization({ name: 'bn1', epsilon: batchNormEpsilon }),
      reLU({ name: 'relu1' }),
      fc('fc2', 32),
      reLU({ name: 'relu2' }),
      fc('fc3', classes),
      activation({ name: 'softmax', activation: 'softmax' }),
    ],
  });
}
