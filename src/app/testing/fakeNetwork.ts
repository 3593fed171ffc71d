// The network and the settings that the fake engine answers with: the reference network's shapes, random weights.
import type { BlockInfo, LayerInfo, SettingField, TrainSettings } from '../../engine/protocol.ts';
import { pseudoRandom } from './fakeDigits.ts';

export const side = 28;
export const taps = 5;
export const map = side - taps + 1;
export const digits = 200;
export const layersUpTo: Record<string, number> = { conv1: 1, bn1: 2, relu1: 3 };

export const defaults: TrainSettings = {
  network: 'question',
  seed: 1,
  imagesPerClass: 50,
  epochs: 4,
  batchSize: 128,
  learningRate: 0.01,
  momentum: 0.9,
  l2: 1e-4,
  shuffle: 'once',
  validationEvery: 30,
  validationImages: 1000,
  pixelScale: '0-255',
  filters: 20,
  kernelSize: 5,
  batchNormEpsilon: 1e-5,
  batchNormMomentum: 0.9,
};

export const fields: SettingField[] = [
  { name: 'seed', label: 'Seed', help: 'The same seed gives the same run.', group: 'data', default: 1, kind: 'integer', min: 0, max: 2 ** 31 - 1, step: 1 },
  { name: 'imagesPerClass', label: 'Images per class', help: 'To train on.', group: 'data', default: 50, kind: 'integer', min: 1, max: 900, step: 1 },
  { name: 'pixelScale', label: 'Pixels', help: 'Range of the input.', group: 'data', default: '0-255', kind: 'choice', choices: [{ value: '0-255', label: '0 to 255' }, { value: '0-1', label: '0 to 1' }] },
  { name: 'epochs', label: 'Epochs', help: 'Passes over the training set.', group: 'optimizer', default: 4, kind: 'integer', min: 1, max: 100, step: 1 },
  { name: 'learningRate', label: 'Learning rate', help: 'Of SGD with momentum.', group: 'optimizer', default: 0.01, kind: 'number', min: 1e-6, max: 1, step: 0.001 },
];

export interface Weights {
  kernel: Float32Array;
  bias: Float32Array;
  gamma: Float32Array;
  beta: Float32Array;
  mean: Float32Array;
  sigma: Float32Array;
}

export function drawWeights(seed: number, channels: number): Weights {
  const random = pseudoRandom(seed);
  const draw = (n: number, centre: number, spread: number) => Float32Array.from({ length: n }, () => centre + spread * (random() - 0.5));
  return {
    kernel: draw(taps * taps * channels, 0, 0.4),
    bias: draw(channels, 0, 0.2),
    gamma: draw(channels, 1, 0.3),
    beta: draw(channels, 0, 0.4),
    mean: draw(channels, 0, 40),
    sigma: draw(channels, 150, 60),
  };
}

export const blocksOf = (of: string, channels: number): BlockInfo[] => {
  const rows: [string, number[]][] = [
    ['conv1/kernel', [taps, taps, 1, channels]],
    ['conv1/bias', [channels]],
    ...(layersUpTo[of] >= 2 ? ([['bn1/gamma', [channels]], ['bn1/beta', [channels]]] as [string, number[]][]) : []),
  ];
  let start = 0;
  return rows.map(([parameter, shape]) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const block: BlockInfo = { parameter, layer: parameter.split('/')[0], shape, start, size, structure: 'channel', channels };
    start += size;
    return block;
  });
};

export const layersOf = (channels: number): LayerInfo[] => [
  {
    name: 'conv1', type: 'conv2d', shape: [map, map, channels], explorable: true, columns: 26 * channels, overBatchNorm: false,
    parameters: [{ name: 'conv1/kernel', shape: [taps, taps, 1, channels], size: 25 * channels, trainable: true }, { name: 'conv1/bias', shape: [channels], size: channels, trainable: true }],
  },
  {
    name: 'bn1', type: 'batchNorm', shape: [map, map, channels], explorable: true, columns: 28 * channels, overBatchNorm: true,
    parameters: [{ name: 'bn1/gamma', shape: [channels], size: channels, trainable: true }, { name: 'bn1/beta', shape: [channels], size: channels, trainable: true }],
  },
  { name: 'relu1', type: 'relu', shape: [map, map, channels], parameters: [], explorable: true, columns: 28 * channels, overBatchNorm: true },
  {
    name: 'fc2', type: 'dense', shape: [10], explorable: false, columns: 28 * channels + (map * map * channels + 1) * 10, overBatchNorm: true,
    parameters: [{ name: 'fc2/kernel', shape: [map * map * channels, 10], size: map * map * channels * 10, trainable: true }, { name: 'fc2/bias', shape: [10], size: 10, trainable: true }],
  },
  { name: 'softmax', type: 'softmax', shape: [10], parameters: [], explorable: false, columns: 28 * channels + (map * map * channels + 1) * 10, overBatchNorm: true },
];
