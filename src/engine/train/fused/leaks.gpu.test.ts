// Steps, validations and what they compile leave tensors and bytes on the device where they were, fused as they are.
import { beforeAll, expect, test } from 'vitest';
import { deviceMemory } from '../../gpu/arena.ts';
import { buildNetwork, TRAINED_NETWORKS } from '../../model/buildNetwork.ts';
import { drawWeights } from '../../model/drawWeights.ts';
import { tf } from '../../model/tensorflow.ts';
import { TINY, tinyDigits } from '../../testing/tinyDigits.ts';
import { openBackend } from '../backend.ts';
import { RunData } from '../runData.ts';
import { Trainer } from '../trainer.ts';
import { validate } from '../validate.ts';
import { fusedForward } from './fusedForward.ts';
import { TensorDevice } from './tensorWorkbench.ts';

const errors: string[] = [];
beforeAll(async () => void (await openBackend({ only: 'webgpu', onError: (error) => errors.push(`${error.message}: ${error.detail}`) })));

function held() {
  const { numTensors, numBytes, numBytesInGPU } = tf.memory() as tf.MemoryInfo & { numBytesInGPU: number };
  return { numTensors, numBytes, numBytesInGPU, engine: deviceMemory(TensorDevice.current()!.device) };
}

const refused = () => Promise.reject(new Error('a layer has no fused operation'));

test.each(TRAINED_NETWORKS.map(({ name }) => name))('%s: steps and a validation, again and again', async (network) => {
  const settings = { ...TINY, network };
  const data = new RunData(tinyDigits(), settings);
  const model = buildNetwork(network, { ...settings, height: 8, width: 8, classes: 3 });
  drawWeights(model, 1);
  const trainer = new Trainer(model, settings);
  await trainer.prepare();
  const [batch] = data.batches();
  const round = async () => {
    for (let k = 0; k < 4; k++) await trainer.step(batch);
    await validate(model, fusedForward(model, refused), data.chunks(data.validation, 5));
    return held();
  };
  const first = await round();
  expect(await round()).toEqual(first);
  expect(await round()).toEqual(first);
  trainer.dispose();
  model.dispose();
  expect(errors).toEqual([]);
});

test('a step before its pipelines are compiled is refused, and leaves nothing behind', async () => {
  const settings = { ...TINY, batchSize: 7 };
  const model = buildNetwork('question', { ...settings, height: 8, width: 8, classes: 3 });
  const trainer = new Trainer(model, settings);
  expect(trainer.prepared).toBe(false);
  const [batch] = new RunData(tinyDigits(), settings).batches();
  expect(() => trainer.step(batch)).toThrow('trainer: its pipelines are not compiled; await prepare() before the first step');
  trainer.dispose();
  model.dispose();
});
