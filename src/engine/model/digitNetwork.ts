// The network of the question as a TensorFlow.js Sequential: conv1, bn1, relu1, flatten, fc2, softmax. Knows no training.
import { tfl } from './tensorflow.ts';

/** What the digits and the settings say of a network. */
export interface DigitNetworkSpec {
  height: number;
  width: number;
  classes: number;
  batchNormEpsilon: number;
  /** Of conv1 of the question's network. */
  filters: number;
  kernelSize: number;
}

/** The layers, unbuilt weights zero (gamma and the moving variance 1). Weights are named `conv1/kernel` and so on. */
export function buildDigitNetwork(spec: DigitNetworkSpec): tfl.Sequential {
  const { conv2d, batchNormalization, reLU, flatten, dense, activation } = tfl.layers;
  return tfl.sequential({
    layers: [
      conv2d({
        name: 'conv1',
        inputShape: [spec.height, spec.width, 1],
        filters: spec.filters,
        kernelSize: spec.kernelSize,
        padding: 'valid',
        kernelInitializer: 'zeros',
      }),
      batchNormalization({ name: 'bn1', epsilon: spec.batchNormEpsilon }),
      reLU({ name: 'relu1' }),
      flatten({ name: 'flatten' }),
      dense({ name: 'fc2', units: spec.classes, kernelInitializer: 'zeros' }),
      activation({ name: 'softmax', activation: 'softmax' }),
    ],
  });
}
