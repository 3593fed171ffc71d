import { expect, test } from 'vitest';
import type { Layer, Network, Parameter } from '../model/network.ts';
import { chainFactors, chainUnder, upToConvolution, whyOff } from './chain.ts';
import { inputWindow, receptiveField } from './receptiveField.ts';

const parameter = (name: string, shape: number[], values: number[]): Parameter => ({ name, shape, values: Float32Array.from(values) });
const named = (name: string) => ({ name, trainable: true });
const conv = (name: string, size: number, options: { strides?: [number, number]; dilation?: [number, number]; padding?: 'valid' | 'same' } = {}): Layer => ({
  ...named(name), kind: 'conv2d', strides: [1, 1], dilation: [1, 1], padding: 'valid', ...options, bias: null,
  kernel: parameter(`${name}/kernel`, [size, size, 1, 1], Array(size * size).fill(1)),
});
const relu = (name: string): Layer => ({ ...named(name), kind: 'activation', function: 'relu' });
const norm: Layer = {
  ...named('bn'), kind: 'batchNorm', epsilon: 0.25,
  gamma: parameter('bn/gamma', [2], [1, 3]), beta: parameter('bn/beta', [2], [0, -1]),
  movingMean: parameter('bn/moving_mean', [2], [0, 4]), movingVariance: parameter('bn/moving_variance', [2], [1, 3.75]),
};
const network = (...layers: Layer[]): Network => ({ inputShape: [9, 9, 1], layers });

test('factors run from the unit down, each with its numbers', () => {
  const chain = chainUnder(network(conv('conv', 3), norm, relu('relu')), 'relu')!;
  expect(chainFactors(chain, 1, 6)).toEqual([
    { kind: 'activation', layer: 'relu', function: 'relu', input: 2, output: 2, derivative: 1 },
    { kind: 'batchNorm', layer: 'bn', gamma: 3, beta: -1, mean: 4, sigma: 2, input: 6, normalised: 1, output: 2 },
  ]);
});

test('an activation that is off is the reason', () => {
  const chain = chainUnder(network(conv('conv', 3), norm, relu('relu')), 'relu')!;
  expect(whyOff(chainFactors(chain, 1, 4.46))).toBe('This activation is off: its input is −0.31, below zero, so its row is zero.');
  expect(whyOff(chainFactors(chain, 1, 6))).toBeNull();
  const bare = chainUnder(network(conv('conv', 3), relu('relu')), 'relu')!;
  expect(whyOff(chainFactors(bare, 0, 0))).toBe('This activation is off: its input is exactly zero, so its row is zero.');
});

test('an activation fused to its convolution is a factor, and the convolution ends before it', () => {
  const fused = network(conv('conv', 3), relu('conv'));
  const chain = chainUnder(fused, 'conv')!;
  expect(chain.links.map((layer) => layer.kind)).toEqual(['activation']);
  expect(upToConvolution(fused, chain).layers.map((layer) => layer.kind)).toEqual(['conv2d']);
});

test('layers that are not right above a convolution have no chain', () => {
  const flatten: Layer = { ...named('flatten'), kind: 'flatten' };
  expect(chainUnder(network(conv('conv', 3), flatten), 'flatten')).toBeNull();
  expect(chainUnder(network(norm), 'bn')).toBeNull();
});

test.each([
  ['valid', network(conv('a', 3), relu('r')), 'r', { i: 2, j: 3, W: 7 }, { top: 2, left: 3, height: 3, width: 3 }],
  ['strided', network(conv('a', 3, { strides: [2, 2] })), 'a', { i: 1, j: 3, W: 4 }, { top: 2, left: 6, height: 3, width: 3 }],
  ['padded', network(conv('a', 3, { padding: 'same' })), 'a', { i: 0, j: 8, W: 9 }, { top: -1, left: 7, height: 3, width: 3 }],
  ['two deep', network(conv('a', 3), relu('r'), conv('b', 2)), 'b', { i: 1, j: 2, W: 6 }, { top: 1, left: 2, height: 4, width: 4 }],
])('receptive field, %s', (_, net, of, { i, j, W }, field) => {
  expect(receptiveField(inputWindow(net, of), i * W + j)).toEqual(field);
});

test('the chain is that of the layers that feed one another, wherever they stand in the network', () => {
  const parting = network(conv('conv1', 3), conv('past', 3), { ...norm, inputs: [0] }, relu('relu'), { ...named('add'), kind: 'add', inputs: [1, 3] }, relu('top'));
  expect(chainUnder(parting, 'relu')).toMatchObject({ convolution: 0, links: [{ name: 'bn' }, { name: 'relu' }] });
  expect(chainUnder(parting, 'top')).toBeNull();
});
