import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, test } from 'vitest';
import { buildDigitNetwork } from '../model/digitNetwork.ts';
import { drawWeights } from '../model/drawWeights.ts';
import { tf, tfl } from '../model/tensorflow.ts';
import { readWeights, writeWeight } from '../model/weights.ts';
import { TINY, forwardByTensorFlow, tinyDigits } from '../testing/tinyDigits.ts';
import { debiasedMomentum, setPopulationStatistics } from './batchNormStatistics.ts';
import { RunData } from './runData.ts';
import { Trainer } from './trainer.ts';

beforeAll(async () => void (await tf.setBackend('cpu')));

const digits = tinyDigits();

function network(seed = 1) {
  const model = buildDigitNetwork({ ...TINY, height: 8, width: 8, classes: 3 });
  drawWeights(model, seed);
  return model;
}

/** Mean and population variance over [N, H, W] of conv1's output, by TensorFlow.js. */
async function momentsOfConv1(model: tfl.Sequential, data: RunData, indices: Int32Array) {
  const { data: z, shape } = await forwardByTensorFlow(model)(data.chunk(indices), 'conv1');
  const { mean, variance } = tf.moments(tf.tensor(z as Float32Array, shape as number[]), [0, 1, 2]);
  return { mean: Array.from(await mean.data()), variance: Array.from(await variance.data()) };
}

test('names, shapes and first weights are the question’s', async () => {
  const weights = await readWeights(network());
  expect([...weights.keys()]).toEqual(['conv1/kernel', 'conv1/bias', 'bn1/gamma', 'bn1/beta', 'fc2/kernel', 'fc2/bias', 'bn1/moving_mean', 'bn1/moving_variance']);
  const limit = Math.sqrt(6 / (9 * 1 + 9 * 2));
  const kernel = weights.get('conv1/kernel')!;
  expect(Math.max(...kernel.map(Math.abs))).toBeLessThanOrEqual(limit);
  expect(Math.max(...kernel.map(Math.abs))).toBeGreaterThan(limit / 2);
  expect([...weights.get('conv1/bias')!, ...weights.get('bn1/beta')!]).toEqual([0, 0, 0, 0]);
  expect([...weights.get('bn1/gamma')!]).toEqual([1, 1]);
  expect([...(await readWeights(network(2))).get('conv1/kernel')!]).not.toEqual([...kernel]);
});

test('steps are v ← μv − ρ(g + λw), w ← w + v, worked by hand on one dense layer; the bias is not decayed', async () => {
  const model = tfl.sequential({
    layers: [
      tfl.layers.flatten({ inputShape: [1, 1, 1] }),
      tfl.layers.dense({ name: 'fc', units: 2, kernelInitializer: 'ones', biasInitializer: 'ones' }),
      tfl.layers.activation({ activation: 'softmax' }),
    ],
  });
  const trainer = new Trainer(model, { ...TINY, learningRate: 0.5, momentum: 0.8, l2: 0.3 });
  const batch = { data: Float32Array.of(2), shape: [1, 1, 1, 1] as const, labels: Uint8Array.of(0) };
  const [w, b, vw, vb] = [[1, 1], [1, 1], [0, 0], [0, 0]];
  for (let t = 1; t <= 3; t++) {
    const logits = [2 * w[0] + b[0], 2 * w[1] + b[1]];
    const p1 = 1 / (1 + Math.exp(logits[0] - logits[1]));
    const point = await trainer.step(batch);
    expect(point).toEqual({ iteration: t, loss: expect.closeTo(-Math.log(1 - p1), 5), accuracy: 1 });
    [-p1, p1].forEach((g, k) => {
      vw[k] = 0.8 * vw[k] - 0.5 * (2 * g + 0.3 * w[k]);
      vb[k] = 0.8 * vb[k] - 0.5 * g;
      w[k] += vw[k];
      b[k] += vb[k];
    });
    const weights = await readWeights(model);
    w.forEach((value, k) => expect(weights.get('fc/kernel')![k]).toBeCloseTo(value, 5));
    b.forEach((value, k) => expect(weights.get('fc/bias')![k]).toBeCloseTo(value, 5));
  }
});

test('weight decay moves kernels only', async () => {
  const after = async (l2: number) => {
    const model = network();
    const trainer = new Trainer(model, { ...TINY, l2 });
    await trainer.step([...new RunData(digits, TINY).batches()][0]);
    return readWeights(model);
  };
  const [without, decayed, before] = [await after(0), await after(0.5), await readWeights(network())];
  for (const [name, values] of decayed) {
    const pull = name.endsWith('/kernel') ? TINY.learningRate * 0.5 : 0;
    values.forEach((value, k) => expect(value).toBeCloseTo(without.get(name)![k] - pull * before.get(name)![k], 6));
  }
});

test('running statistics are the bias-corrected exponential average of the batches’', async () => {
  const data = new RunData(digits, TINY);
  const model = network();
  const trainer = new Trainer(model, TINY);
  const sums = { mean: [0, 0], variance: [0, 0], weight: 0 };
  let t = 0;
  for (const batch of data.batches()) {
    const { data: z, shape } = await forwardByTensorFlow(model)(batch, 'conv1');
    const now = tf.moments(tf.tensor(z as Float32Array, shape as number[]), [0, 1, 2]);
    const [mean, variance] = [await now.mean.data(), await now.variance.data()];
    const m = TINY.batchNormMomentum;
    sums.weight = m * sums.weight + (1 - m);
    [0, 1].forEach((c) => {
      sums.mean[c] = m * sums.mean[c] + (1 - m) * mean[c];
      sums.variance[c] = m * sums.variance[c] + (1 - m) * variance[c];
    });
    await trainer.step(batch);
    const weights = await readWeights(model);
    [0, 1].forEach((c) => {
      expect(weights.get('bn1/moving_mean')![c]).toBeCloseTo(sums.mean[c] / sums.weight, 4);
      expect(weights.get('bn1/moving_variance')![c]).toBeCloseTo(sums.variance[c] / sums.weight, 4);
    });
    t++;
  }
  expect(t).toBe(6);
  expect(debiasedMomentum(0.9, 1)).toBe(0);
  expect(debiasedMomentum(0, 5)).toBe(0);
});

test('final statistics are the whole training set’s, whatever the chunks', async () => {
  const data = new RunData(digits, TINY);
  for (const size of [5, 12]) {
    const model = network();
    await setPopulationStatistics(model, forwardByTensorFlow(model), () => data.chunks(data.training, size));
    const expected = await momentsOfConv1(model, data, data.training);
    const weights = await readWeights(model);
    [0, 1].forEach((c) => {
      expect(weights.get('bn1/moving_mean')![c]).toBeCloseTo(expected.mean[c], 5);
      expect(weights.get('bn1/moving_variance')![c]).toBeCloseTo(expected.variance[c], 5);
    });
  }
});

test('a second batch norm is finished on what the finished first one gives', async () => {
  const model = tfl.sequential({
    layers: [
      tfl.layers.batchNormalization({ name: 'first', inputShape: [8, 8, 1], epsilon: 0 }),
      tfl.layers.batchNormalization({ name: 'second', epsilon: 0 }),
      tfl.layers.flatten(),
    ],
  });
  const data = new RunData(digits, TINY);
  await setPopulationStatistics(model, forwardByTensorFlow(model), () => data.chunks(data.training, 5));
  const weights = await readWeights(model);
  expect(weights.get('second/moving_mean')![0]).toBeCloseTo(0, 5);
  expect(weights.get('second/moving_variance')![0]).toBeCloseTo(1, 4);
});

test('an iteration leaves no tensor behind', async () => {
  const model = network();
  const trainer = new Trainer(model, TINY);
  const counts: number[] = [];
  for (const batch of new RunData(digits, TINY).batches()) {
    await trainer.step(batch);
    counts.push(tf.memory().numTensors);
  }
  expect(counts.slice(1)).toEqual(counts.slice(1).map(() => counts[1]));
  const held = tf.memory().numTensors;
  trainer.dispose();
  expect(tf.memory().numTensors).toBe(held - 6 - 8);
});

test('a loss that is not finite is refused, and the last weights that gave one come back', async () => {
  const model = network();
  const trainer = new Trainer(model, { ...TINY, learningRate: 1e30 });
  const batches = [...new RunData(digits, TINY).batches()];
  const first = await readWeights(model);
  await trainer.step(batches[0]);
  await expect(trainer.step(batches[1])).rejects.toMatchObject({ code: 'not-finite', message: expect.stringMatching(/^loss: (not a number|infinite) at iteration 2\. At a learning rate of \S+ the steps were too large/) });
  expect(trainer.restore()).toBe(0);
  expect(await readWeights(model)).toEqual(first);
});

test('the step follows the gradient of the batch’s loss, through batch statistics too (central differences)', async () => {
  const settings = { ...TINY, l2: 0, momentum: 0, learningRate: 0.01 };
  const batch = [...new RunData(digits, TINY).batches()][0];
  const nudged = async (name: string, entry: number, by: number) => {
    const model = network();
    const values = (await readWeights(model)).get(name)!;
    values[entry] += by;
    writeWeight(model, name, values);
    return (await new Trainer(model, settings).step(batch)).loss;
  };
  const model = network();
  const before = await readWeights(model);
  await new Trainer(model, settings).step(batch);
  const after = await readWeights(model);
  for (const [name, entry] of [['conv1/kernel', 4], ['conv1/kernel', 17], ['bn1/gamma', 0], ['bn1/beta', 1], ['fc2/kernel', 50], ['fc2/bias', 2]] as const) {
    const gradient = (before.get(name)![entry] - after.get(name)![entry]) / settings.learningRate;
    const slope = ((await nudged(name, entry, 5e-4)) - (await nudged(name, entry, -5e-4))) / 1e-3;
    expect(Math.abs(gradient - slope), `${name}[${entry}]: ${gradient} against ${slope}`).toBeLessThan(0.02 * Math.abs(slope) + 1e-3);
    expect(Math.abs(slope)).toBeGreaterThan(1e-3);
  }
});
