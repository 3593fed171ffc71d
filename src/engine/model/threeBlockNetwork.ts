// The network of MATLAB's digit example ("Create Simple Deep Learning Network for Classification") as a TensorFlow.js
// Sequential: three blocks of convolution, batch norm and ReLU with pools between them. Knows no training.
import type { DigitNetworkSpec } from './digitNetwork.ts';
import { tfl } from './tensorflow.ts';

const FILTERS = [8, 16, 32];

/** conv1, bn1, relu1, pool1, conv2, bn2, relu2, pool2, conv3, bn3, relu3, flatten, fc, softmax; kernels zero. */
export function buildThreeBlockNetwork({ height, width, classes, batchNormEpsilon }: DigitNetworkSpec): tfl.Sequential {
  const { flatten, dense, activation } = tfl.layers;
  const blocks = FILTERS.flatMap((filters, k) => block(k + 1, filters, k === 0 ? [height, width, 1] : null, batchNormEpsilon));
  return tfl.sequential({
    layers: [
      ...blocks.slice(0, -1), // no pool after the last
      flatten({ name: 'flatten' }),
      dense({ name: 'fc', units: classes, kernelInitializer: 'zeros' }),
      activation({ name: 'softmax', activation: 'softmax' }),
    ],
  });
}

function block(number: number, filters: number, inputShape: number[] | null, epsilon: number): tfl.layers.Layer[] {
  const { conv2d, batchNormalization, reLU, maxPooling2d } = tfl.layers;
  return [
    conv2d({ name: `conv${number}`, filters, kernelSize: 3, padding: 'same', kernelInitializer: 'zeros', ...(inputShape && { inputShape }) }),
    batchNormalization({ name: `bn${number}`, epsilon }),
    reLU({ name: `relu${number}` }),
    maxPooling2d({ name: `pool${number}`, poolSize: 2, strides: 2 }),
  ];
}
