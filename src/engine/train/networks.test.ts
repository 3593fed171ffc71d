import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, test } from 'vitest';
import { buildNetwork, TRAINED_NETWORKS } from '../model/buildNetwork.ts';
import { describeLayers, suggestedLayer } from '../model/describeLayers.ts';
import { drawWeights } from '../model/drawWeights.ts';
import { pictureShape } from '../model/filters.ts';
import { tf } from '../model/tensorflow.ts';
import { readWeights } from '../model/weights.ts';
import type { TrainedNetwork } from '../protocol.ts';
import { forwardByTensorFlow, TINY, tinyDigits } from '../testing/tinyDigits.ts';
import { countBatchNorms, setPopulationStatistics } from './batchNormStatistics.ts';
import { TrainingRun } from './run.ts';
import { RunData } from './runData.ts';

beforeAll(async () => void (await tf.setBackend('cpu')));

const digits = tinyDigits();
const built = (name: TrainedNetwork) => buildNetwork(name, { ...TINY, height: 28, width: 28, classes: 10, filters: 20, kernelSize: 5 });

test('the three-block network is MATLAB’s, layer by layer', () => {
  const layers = describeLayers(built('three-block'));
  expect(layers.map(({ name, type, shape }) => `${name} ${type} ${shape.join('×')}`)).toEqual([
    'conv1 conv2d 28×28×8', 'bn1 batchNorm 28×28×8', 'relu1 relu 28×28×8', 'pool1 maxPool 14×14×8',
    'conv2 conv2d 14×14×16', 'bn2 batchNorm 14×14×16', 'relu2 relu 14×14×16', 'pool2 maxPool 7×7×16',
    'conv3 conv2d 7×7×32', 'bn3 batchNorm 7×7×32', 'relu3 relu 7×7×32', 'flatten flatten 1568', 'fc dense 10', 'softmax softmax 10',
  ]);
  expect(layers.find(({ name }) => name === 'relu3')).toMatchObject({ columns: 6000, overBatchNorm: true });
});

test.each([['question', 'relu1'], ['three-block', 'relu3'], ['mlp', 'relu2']] as const)('of %s, %s is looked at first', (name, layer) => {
  expect(suggestedLayer(describeLayers(built(name)))).toBe(layer);
});

test('weights are pictures where they lie on the image', () => {
  expect(pictureShape([5, 5, 1, 20], [28, 28, 1])).toEqual([5, 5, 1, 20]);
  expect(pictureShape([784, 64], [28, 28, 1])).toEqual([28, 28, 1, 64]);
  expect(pictureShape([784, 64], [784])).toBeNull();
});

test.each(TRAINED_NETWORKS.map(({ name }) => name))('%s trains to the end and learns; the same seed gives the same weights', async (network) => {
  const train = async () => {
    const run = new TrainingRun(
      { ...TINY, network, epochs: 12, learningRate: 0.02 },
      { digits, chunk: 6, emit: () => {}, revise: () => 1, forward: forwardByTensorFlow },
    );
    await run.ended;
    return { run, weights: await readWeights(run.model) };
  };
  const { run, weights } = await train();
  expect(run.state()).toMatchObject({ phase: 'finished', error: null, network });
  const [first, last] = [run.curve.training[0], run.curve.training.at(-1)!];
  expect(last.loss).toBeLessThan(first.loss / 2);
  expect(run.curve.validation.at(-1)!.accuracy).toBeGreaterThan(0.8);
  expect([...(await train()).weights]).toEqual([...weights]);
});

test('statistics of several batch norms are those of the training set, each over what the finished ones below give it', async () => {
  const model = buildNetwork('three-block', { ...TINY, height: 8, width: 8, classes: 3 });
  drawWeights(model, 3);
  const data = new RunData(digits, TINY);
  const forward = forwardByTensorFlow(model);
  const steps: number[] = [];
  await setPopulationStatistics(model, forward, () => data.chunks(data.training, 5), async (done) => void steps.push(done));
  expect(countBatchNorms(model)).toBe(3);
  expect(steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const weights = await readWeights(model, (name) => name.includes('moving'));
  for (const k of [1, 2, 3]) {
    const { data: z, shape } = await forward(data.chunk(data.training), `conv${k}`);
    const { mean, variance } = tf.moments(tf.tensor(z as Float32Array, shape as number[]), [0, 1, 2]);
    weights.get(`bn${k}/moving_mean`)!.forEach((value, c) => expect(value).toBeCloseTo(mean.dataSync()[c], 4));
    weights.get(`bn${k}/moving_variance`)!.forEach((value, c) => expect(value).toBeCloseTo(variance.dataSync()[c], 4));
  }
});
