import { expect, it } from 'vitest';
import { jacobian } from '../index.ts';
import type { Layer, Network } from '../model/network.ts';
import { ruleOf } from './rules.ts';
import { ownWindow } from './window.ts';

const named = (name: string) => ({ name, trainable: true });
const tanh: Layer = { kind: 'activation', ...named('tanh'), function: 'tanh' };
const toLine: Layer = { kind: 'reshape', ...named('line'), shape: [1, 6, 2] };
const onePixel: Layer = { kind: 'averagePool', ...named('pool'), size: [1, 1], strides: [1, 1], padding: 'valid' };

it.each([[1, 6, 2], [6, 1, 2], [1, 1, 12], [12]])('a row finds its own cell again through a reshape to %j, under a pool that covers all of an axis', async (...shape) => {
  const network: Network = { inputShape: [2, 2, 3], layers: [tanh, { ...toLine, shape }, onePixel] };
  const images = { data: Float32Array.from({ length: 24 }, (_, k) => Math.sin(k)), shape: [2, 2, 2, 3] as const };
  const J = await jacobian(network, images, { of: 'pool', wrt: 'input', device: null, method: 'structured' });
  expect(J.summary.multiplyAdds).toBe(2 * 24);
  const dense = await (await J.dense()).read();
  dense.forEach((value, at) => expect(value).toBeCloseTo(at % 25 === 0 ? 1 - Math.tanh(images.data[at / 25]) ** 2 : 0, 12));
});

it('the one-hot cotangent under a reshape is one-hot', () => {
  const site = { layer: toLine, at: 0, input: [2, 2, 3], output: [1, 6, 2], images: 1, batchStatistics: false, from: [-1], inputs: [[2, 2, 3]] } as const;
  const clamped = { ...ownWindow([1, 6, 2]), stride: [0, 1] } as const;
  expect(ruleOf(toLine).pullWindow(site, clamped, 0)).toEqual(ownWindow([2, 2, 3]));
});
