// Inference by the kernels of training gives the engine's float64 reference, layer by layer; what has no fused operation is left to others.
import { beforeAll, expect, test } from 'vitest';
import { activations } from '../../index.ts';
import { buildNetwork, TRAINED_NETWORKS } from '../../model/buildNetwork.ts';
import { drawWeights } from '../../model/drawWeights.ts';
import { tf, tfl } from '../../model/tensorflow.ts';
import { writeWeight } from '../../model/weights.ts';
import { relativeError } from '../../testing/relativeError.ts';
import { TINY, tinyDigits } from '../../testing/tinyDigits.ts';
import { openBackend } from '../backend.ts';
import type { Forward } from '../batchNormStatistics.ts';
import { RunData } from '../runData.ts';
import { fusedForward } from './fusedForward.ts';

const errors: string[] = [];
beforeAll(async () => void (await openBackend({ only: 'webgpu', onError: (error) => errors.push(`${error.message}: ${error.detail}`) })));

const data = new RunData(tinyDigits(), TINY);
const refuse: Forward = (_images, of) => Promise.reject(new Error(`${of}: no fused operation`));

/** Running statistics, gamma, beta and biases that are none of those a network begins with. */
function wobble(model: tfl.Sequential): void {
  for (const { originalName, shape } of model.weights) {
    if (originalName.endsWith('kernel')) continue;
    const about = /gamma|variance/.test(originalName) ? 1 : 0;
    writeWeight(model, originalName, Float32Array.from({ length: shape[0]! }, (_, k) => about + 0.3 * Math.sin(k + originalName.length)));
  }
}

test.each(TRAINED_NETWORKS.map(({ name }) => name))('%s', async (name) => {
  const model = buildNetwork(name, { ...TINY, filters: 6, height: 8, width: 8, classes: 3 });
  drawWeights(model, 1);
  wobble(model);
  const asked = model.layers.filter((layer) => ['Conv2D', 'Dense', 'ReLU', 'MaxPooling2D'].includes(layer.getClassName()));
  expect(asked.length).toBeGreaterThan(2);
  for (const size of [1, 9]) {
    const images = data.chunk(data.validation.subarray(0, size));
    for (const { name: of } of asked) {
      const [got, truth] = [await fusedForward(model, refuse)(images, of), await activations(model, images, { of, device: null })];
      expect(got.shape.filter((extent) => extent > 1)).toEqual(truth.shape.filter((extent) => extent > 1));
      expect({ of, error: relativeError(got.data, truth.data) }).toEqual({ of, error: expect.closeTo(0, 6) });
    }
  }
  model.dispose();
  expect(errors).toEqual([]);
});

test('a batch norm’s output before its ReLU, and layers past one that is not fused, are asked of others', async () => {
  const { conv2d, batchNormalization, reLU, averagePooling2d, flatten, dense, activation } = tfl.layers;
  const model = tfl.sequential({
    layers: [
      conv2d({ name: 'a', inputShape: [8, 8, 1], filters: 2, kernelSize: 3 }), batchNormalization({ name: 'n' }), reLU({ name: 'r' }),
      averagePooling2d({ name: 'p' }), flatten(), dense({ name: 'd', units: 3 }), activation({ activation: 'softmax' }),
    ],
  });
  const forward = fusedForward(model, async (_images, of) => ({ data: [], shape: [of.length] }));
  const images = data.chunk(data.validation.subarray(0, 2));
  const mine = await Promise.all(['a', 'r'].map((of) => forward(images, of)));
  expect(mine.map(({ shape }) => shape)).toEqual([[2, 6, 6, 2], [2, 6, 6, 2]]);
  const others = await Promise.all(['n', 'p', 'd'].map((of) => forward(images, of)));
  expect(others.map(({ shape }) => shape)).toEqual([[1], [1], [1]]);
  model.dispose();
  expect(tf.getBackend()).toBe('webgpu');
});
