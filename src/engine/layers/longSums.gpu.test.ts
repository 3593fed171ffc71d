// Sums of a hundred thousand float32 terms inside the layers' kernels, forward and back: no error that grows with their number.
import { expect, it } from 'vitest';
import { activations, jacobian } from '../index.ts';
import type { Layer, Network, Parameter } from '../model/network.ts';
import { testDevice } from '../testing/device.ts';
import { relativeError } from '../testing/relativeError.ts';

/** All terms are positive, so that nothing cancels and every rounding counts. */
const TOLERANCE = 1e-6;

const positive = (size: number, phase: number) => Float32Array.from({ length: size }, (_, k) => 1 + Math.sin(k * 0.7 + phase) / 2);
const parameter = (name: string, shape: number[], scale = 1): Parameter => ({ name, shape, values: positive(shape.reduce((a, b) => a * b, 1), name.length).map((value) => value * scale) });
const named = (name: string) => ({ name, trainable: true });
const dense = (name: string, fanIn: number, units: number, scale = 1): Layer => ({
  kind: 'dense', ...named(name), kernel: parameter(`${name}/kernel`, [fanIn, units], scale), bias: parameter(`${name}/bias`, [units], Math.sign(scale)),
});
const steps = { strides: [1, 1], dilation: [1, 1], padding: 'valid' } as const;
const flatten: Layer = { kind: 'flatten', ...named('flatten') };
const SIDE = 316;
const norm: Layer = {
  kind: 'batchNorm', ...named('bn'), epsilon: 1e-3, gamma: parameter('bn/gamma', [1]), beta: parameter('bn/beta', [1]), movingMean: parameter('bn/moving_mean', [1], 0), movingVariance: parameter('bn/moving_variance', [1]),
};

const CASES: readonly { readonly what: string; readonly inputShape: readonly [number, number, number]; readonly layers: readonly Layer[]; readonly wrt?: 'input' | readonly string[] }[] = [
  { what: 'into a unit, and back from a hundred thousand', inputShape: [1, 1, 3], layers: [dense('a', 3, 100_000), dense('b', 100_000, 1, 1e-5)], wrt: ['a/bias', 'a/kernel'] },
  { what: 'back to the input from a hundred thousand units', inputShape: [1, 1, 3], layers: [dense('a', 3, 100_000), dense('b', 100_000, 1, 1e-5)], wrt: 'input' },
  { what: 'over a map: a convolution’s kernel and bias, a norm’s scale and offset', inputShape: [SIDE, SIDE, 1], layers: [{ kind: 'conv2d', ...named('c'), ...steps, kernel: parameter('c/kernel', [1, 1, 1, 1]), bias: parameter('c/bias', [1]) }, norm, flatten, dense('b', SIDE * SIDE, 1, 1e-5)], wrt: ['c/kernel', 'c/bias', 'bn/gamma', 'bn/beta'] },
  { what: 'over a map: a depthwise kernel, the mean of a global pool', inputShape: [SIDE, SIDE, 1], layers: [{ kind: 'depthwiseConv2d', ...named('d'), ...steps, kernel: parameter('d/kernel', [1, 1, 1, 1]), bias: parameter('d/bias', [1]) }, { kind: 'averagePool', ...named('mean'), size: null, ...steps }], wrt: ['d/kernel', 'd/bias'] },
  { what: 'over a map: a slope that all cells share', inputShape: [SIDE, SIDE, 1], layers: [dense('m', 1, 1, -1), { kind: 'prelu', ...named('p'), alpha: parameter('p/alpha', [1, 1, 1]) }, flatten, dense('b', SIDE * SIDE, 1, -1e-5)], wrt: ['p/alpha'] },
  { what: 'of exponentials', inputShape: [1, 1, 100_000], layers: [{ kind: 'softmax', ...named('s') }, dense('b', 100_000, 1)], wrt: ['b/kernel'] },
];

it.each(CASES)('$what', async ({ inputShape, layers, wrt }) => {
  const device = await testDevice();
  const network: Network = { inputShape, layers };
  const images = { data: positive(inputShape[0] * inputShape[1] * inputShape[2], 1), shape: [1, ...inputShape] as const };
  const of = layers[layers.length - 1].name;
  const [h, truth] = [await activations(network, images, { device }), await activations(network, images, { device: null })];
  expect(relativeError(h.data, truth.data), 'outputs').toBeLessThanOrEqual(TOLERANCE);
  const [J, reference] = [await jacobian(network, images, { of, wrt, device, method: 'structured' }), await jacobian(network, images, { of, wrt, device: null })];
  for (const { parameter: name, start, size } of J.blocks) {
    const [got, exact] = [await J.row(0), await reference.row(0)].map((row) => row.subarray(start, start + size));
    expect(relativeError(got, exact), `by ${name}`).toBeLessThanOrEqual(TOLERANCE);
  }
  J.dispose();
});

it('one addition after another would not do', () => {
  const [count, term] = [SIDE * SIDE, Math.fround(1 / (SIDE * SIDE))];
  let chain = 0;
  for (let k = 0; k < count; k++) chain = Math.fround(chain + term);
  expect(Math.abs(chain / (count * term) - 1)).toBeGreaterThan(10 * TOLERANCE);
});
