import { expect, test } from 'vitest';
import type { Layer, Network, Parameter } from '../model/network.ts';
import { suggestedLayer } from '../model/describeLayers.ts';
import { describeNetwork } from './describeNetwork.ts';

const named = (name: string) => ({ name, trainable: true });
const parameter = (name: string, shape: number[]): Parameter => ({ name, shape, values: new Float32Array(shape.reduce((a, b) => a * b, 1)) });
const conv = (name: string, inputs?: number[]): Layer => ({
  ...named(name), kind: 'conv2d', kernel: parameter(`${name}/kernel`, [1, 1, 2, 2]), bias: parameter(`${name}/bias`, [2]), strides: [1, 1], dilation: [1, 1], padding: 'valid', ...(inputs ? { inputs } : {}),
});
const norm: Layer = {
  ...named('bn'), kind: 'batchNorm', epsilon: 0.1, gamma: parameter('bn/gamma', [2]), beta: parameter('bn/beta', [2]), movingMean: parameter('bn/moving_mean', [2]), movingVariance: parameter('bn/moving_variance', [2]),
};
const dense: Layer = { ...named('fc'), kind: 'dense', kernel: parameter('fc/kernel', [18, 3]), bias: null };

test('each layer has the columns and the statistics of the layers that lead to it, where ways part', () => {
  const network: Network = {
    inputShape: [3, 3, 2],
    layers: [conv('conv1'), norm, { ...named('relu'), kind: 'activation', function: 'relu' }, conv('past', [0]), { ...named('add'), kind: 'add', inputs: [2, 3] }, { ...named('flat'), kind: 'flatten' }, dense],
  };
  const layers = describeNetwork(network);
  expect(layers.map(({ name, type, shape, columns, overBatchNorm }) => [name, type, shape, columns, overBatchNorm])).toEqual([
    ['conv1', 'conv2d', [3, 3, 2], 6, false],
    ['bn', 'batchNorm', [3, 3, 2], 10, true],
    ['relu', 'relu', [3, 3, 2], 10, true],
    ['past', 'conv2d', [3, 3, 2], 12, false],
    ['add', 'add', [3, 3, 2], 16, true],
    ['flat', 'flatten', [18], 16, true],
    ['fc', 'dense', [3], 70, true],
  ]);
  expect(suggestedLayer(layers)).toBe('relu');
});
