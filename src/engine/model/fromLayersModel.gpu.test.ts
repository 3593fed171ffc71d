// A live TensorFlow.js model on WebGPU: the engine works on its device and with its weights, and gives TensorFlow.js's own numbers.
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { deviceMemory } from '../gpu/arena.ts';
import { activations, jacobian, jacobianStream } from '../index.ts';
import { testDevice } from '../testing/device.ts';
import { loadOracle, relativeError } from '../testing/oracle.ts';

async function loaded(name: 'seed-relu1' | 'mlp' | 'dilated') {
  const oracle = await loadOracle(name);
  const [N, H, W, C] = oracle.input.shape;
  const handler = tf.io.fromMemory({
    modelTopology: oracle.modelJson.modelTopology as never,
    weightSpecs: oracle.modelJson.weightsManifest[0].weights,
    weightData: oracle.weightData,
  });
  const images = { data: oracle.input.data, shape: [N, H, W, C] as [number, number, number, number] };
  return { oracle, images, model: await tfl.loadLayersModel(handler) };
}

beforeAll(async () => {
  const device = await testDevice();
  tf.removeBackend('webgpu');
  const adapter = await navigator.gpu.requestAdapter();
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapter!.info) as never, 3);
  await tf.setBackend('webgpu');
});

describe('a TensorFlow.js model', () => {
  for (const name of ['seed-relu1', 'mlp', 'dilated'] as const)
    it(`${name}: the same Jacobian as PyTorch's, and nothing left behind`, async () => {
      const { oracle, images, model } = await loaded(name);
      const [tensors, memory] = [tf.memory().numTensors, deviceMemory(await testDevice())];
      const J = await jacobian(model, images, { of: oracle.of });
      expect(relativeError(await J.vjp(oracle.arrays.u.data), oracle.arrays.uJ.data)).toBeLessThan(1e-5);
      expect(J.summary.engine).toBe('webgpu');
      J.dispose();
      expect(tf.memory().numTensors).toBe(tensors);
      expect(deviceMemory(await testDevice())).toEqual(memory);
      model.dispose();
    });

  it('a hundred in a row leave tensors and buffers where they were, stopped and failed ones and streams left early included', async () => {
    const { oracle, images, model } = await loaded('mlp');
    (await jacobian(model, images, { of: oracle.of })).dispose();
    const [tensors, memory] = [tf.memory().numTensors, deviceMemory(await testDevice())];
    for (let k = 0; k < 100; k++) {
      const of = k % 10 === 7 ? 'nothing' : oracle.of;
      if (k % 10 === 5) {
        for await (const part of await jacobianStream(model, images, { of, budget: 20_000 })) if (part.firstRow > 0) break;
        continue;
      }
      const signal = k % 10 === 3 ? AbortSignal.abort() : undefined;
      const J = await jacobian(model, images, { of, signal }).catch(() => null);
      expect(J === null).toBe(k % 10 === 3 || k % 10 === 7);
      J?.dispose();
    }
    expect(tf.memory().numTensors).toBe(tensors);
    expect(deviceMemory(await testDevice())).toEqual(memory);
    model.dispose();
  });

  it('gives activations that agree with predict', async () => {
    const { images, model } = await loaded('seed-relu1');
    const { data, shape } = await activations(model, images);
    expect(shape).toEqual([1, 1, 1, 10]);
    const predicted = model.predict(tf.tensor4d(images.data, images.shape)) as tf.Tensor;
    expect(relativeError(data, await predicted.data())).toBeLessThan(1e-5);
    predicted.dispose();
    model.dispose();
  });

  it('sees weights that have just been changed', async () => {
    const { images, model } = await loaded('seed-relu1');
    const gamma = model.getLayer('bn1').weights[0];
    const before = await jacobian(model, images, { of: 'relu1' });
    gamma.write(tf.mul(gamma.read(), 2));
    const after = await jacobian(model, images, { of: 'bn1', wrt: ['conv1/bias'] });
    const plain = await jacobian(model, images, { of: 'bn1', wrt: ['conv1/bias'], device: null });
    expect(relativeError(await after.columnNorms(), await plain.columnNorms())).toBeLessThan(1e-5);
    [before, after, plain].forEach((J) => J.dispose());
    model.dispose();
  });

  it('refuses models that have more than one input or output, or use a layer twice', async () => {
    const [a, b] = [tfl.input({ shape: [4, 4, 1] }), tfl.input({ shape: [4, 4, 1] })];
    const images = { data: new Float32Array(16), shape: [1, 4, 4, 1] as const };
    const options = { of: 'relu', wrt: 'input' as const };
    const relu = tfl.layers.reLU({ name: 'relu' });
    const two = tfl.model({ inputs: [a, b], outputs: tfl.layers.add({ name: 'relu' }).apply([a, b]) as tfl.SymbolicTensor });
    await expect(jacobian(two, images, options)).rejects.toThrow(/^model: 2 inputs and 1 outputs are not supported; use/);
    const again = tfl.model({ inputs: a, outputs: relu.apply(relu.apply(a)) as tfl.SymbolicTensor });
    await expect(jacobian(again, images, options)).rejects.toThrow(/^layer relu: it is used twice; use each layer once/);
  });

  it('names a layer that is not supported, and those that are', async () => {
    const model = tfl.sequential({ layers: [tfl.layers.upSampling2d({ size: [2, 2], inputShape: [4, 4, 1], name: 'up' })] });
    await expect(jacobian(model, { data: new Float32Array(16), shape: [1, 4, 4, 1] }, { of: 'up' })).rejects.toThrow(/^layer up: UpSampling2D is not supported; use Conv2D/);
  });
});
