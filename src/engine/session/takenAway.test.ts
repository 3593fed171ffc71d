import { expect, test } from 'vitest';
import type { Layer, Network } from '../model/network.ts';
import { takenAway } from './takenAway.ts';

const parameter = (name: string, shape: number[]) => ({ name, shape, values: new Float32Array(shape.reduce((a, b) => a * b, 1)) });
const conv = (name: string, cin: number, padding: 'valid' | 'same' = 'valid'): Layer => ({ kind: 'conv2d', name, trainable: true, kernel: parameter(`${name}/kernel`, [3, 3, cin, 2]), bias: parameter(`${name}/bias`, [2]), strides: [1, 1], dilation: [1, 1], padding });
const norm = (name: string): Layer => ({ kind: 'batchNorm', name, trainable: true, gamma: parameter(`${name}/gamma`, [2]), beta: parameter(`${name}/beta`, [2]), movingMean: parameter(`${name}/moving_mean`, [2]), movingVariance: parameter(`${name}/moving_variance`, [2]), epsilon: 1e-3 });
const relu = (name: string): Layer => ({ kind: 'activation', name, trainable: true, function: 'relu' });
const network = (...layers: Layer[]): Network => ({ inputShape: [12, 12, 1], layers });

test('a bias that a batch norm takes is gone; one behind an activation is not', () => {
  const blocks = network(conv('a', 1), norm('n'), relu('r'), conv('b', 2), relu('s'));
  expect(takenAway(blocks, 's')).toEqual(['a/bias']);
  expect(takenAway(blocks, 'a')).toEqual([]);
});

test('what keeps a constant a constant passes it on; zeros at the edges do not', () => {
  const pool: Layer = { kind: 'maxPool', name: 'p', trainable: true, size: [2, 2], strides: [2, 2], padding: 'valid' };
  expect(takenAway(network(conv('a', 1), pool, conv('b', 2), norm('n'), relu('r')), 'r')).toEqual(['a/bias', 'b/bias']);
  expect(takenAway(network(conv('a', 1), conv('b', 2, 'same'), norm('n'), relu('r')), 'r')).toEqual(['b/bias']);
  expect(takenAway(network(conv('a', 1), norm('m'), conv('b', 2), norm('n')), 'n')).toEqual(['a/bias', 'm/beta', 'b/bias']);
});

test('on every way, or not at all', () => {
  const sum: Layer = { kind: 'add', name: 'sum', trainable: true, inputs: [0, 1] };
  expect(takenAway(network(conv('a', 1), { ...relu('r'), inputs: [0] }, sum, norm('n')), 'n')).toEqual([]);
});
