// Fused training on WebGPU gives TensorFlow.js's own loss, gradients and running statistics: of its processor backend, which adds
// up in the plainest order and compiles nothing.
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, test } from 'vitest';
import { stream, uniform } from '../../data/random.ts';
import { buildNetwork } from '../../model/buildNetwork.ts';
import { tf, tfl } from '../../model/tensorflow.ts';
import { relativeError } from '../../testing/relativeError.ts';
import { openBackend } from '../backend.ts';
import { Rehearsal } from './workbench.ts';
import { TensorDevice } from './tensorWorkbench.ts';
import { GPU_TILES, SOFTWARE_TILES } from '../../gpu/tiles.ts';
import { TrainingNetwork } from './trainingNetwork.ts';

const errors: string[] = [];
beforeAll(async () => void (await openBackend({ only: 'webgpu', onError: (error) => errors.push(`${error.message}: ${error.detail}`) })));

function numbersFrom(seed: number) {
  const rng = stream(seed, 'weights');
  return (count: number, reach: number) => Float32Array.from({ length: count }, () => uniform(rng, -reach, reach));
}

const sizeOf = (shape: readonly (number | null)[]) => shape.reduce<number>((product, extent) => product * extent!, 1);

/** Weights that are no special numbers: gamma and variances about 1, all others about 0. */
function draw(model: tfl.Sequential): void {
  const numbers = numbersFrom(5);
  for (const weight of model.weights) {
    const about = /gamma|variance/.test(weight.originalName) ? 1 : 0;
    const values = numbers(sizeOf(weight.shape), 0.5).map((value) => value + about);
    tf.tidy(() => void weight.write(tf.tensor(values, weight.shape as number[])));
  }
}

async function read(tensors: ReadonlyMap<string, tf.Tensor>): Promise<Map<string, Float32Array>> {
  const numbers = await Promise.all(Array.from(tensors.values(), (tensor) => tensor.data<'float32'>()));
  return new Map(Array.from(tensors.keys(), (name, k) => [name, numbers[k].slice()]));
}

/** Loss, gradients and running statistics of one forward and backward pass in training. */
async function outcomeOf(build: () => tfl.Sequential, images: number) {
  const model = build();
  draw(model);
  const network = new TrainingNetwork(model);
  const rehearsal = new Rehearsal();
  network.rehearse(rehearsal, images);
  await TensorDevice.current()?.compile(rehearsal);
  const shape = [images, ...(model.inputs[0].shape.slice(1) as number[])];
  const { value, grads } = tf.tidy(() => {
    const labels = tf.tensor1d(Int32Array.from({ length: images }, (_, n) => (n * 7) % (model.outputShape[1] as number)), 'int32');
    const x = tf.tensor(numbersFrom(9)(sizeOf(shape), 1), shape);
    return tf.variableGrads(() => network.loss(network.logits(x), labels), model.trainableWeights.map((weight) => weight.read() as tf.Variable));
  });
  const gradients = await read(new Map(model.trainableWeights.map((weight) => [weight.originalName, grads[(weight.read() as tf.Variable).name]])));
  const running = await read(new Map(model.nonTrainableWeights.map((weight) => [weight.originalName, weight.read()])));
  const loss = (await value.data())[0];
  tf.dispose([value, grads]);
  model.dispose();
  return { loss, gradients, running, kernels: rehearsal.kernels.length };
}

const lengthOf = (numbers: Float32Array) => Math.hypot(...numbers);

/** Where the fused pass is not TensorFlow.js's own, in words. */
async function faultsOf(build: () => tfl.Sequential, images: number): Promise<string[]> {
  await tf.setBackend('cpu');
  const stock = await outcomeOf(build, images);
  await tf.setBackend('webgpu');
  const fused = await outcomeOf(build, images);
  expect([stock.kernels, fused.kernels > 0]).toEqual([0, true]);
  const longest = Math.max(...Array.from(stock.gradients.values(), lengthOf));
  const measured = Array.from(stock.gradients, ([name, truth]): [string, number, number] => {
    const got = fused.gradients.get(name)!;
    // Under batch norm a bias has no effect: what TensorFlow.js gives is rounding, and zero is the truth.
    if (got.every((value) => value === 0)) return [`${name}, zero`, lengthOf(truth) / longest, 1e-6];
    return [name, relativeError(got, truth), 1e-5];
  });
  const running = Array.from(stock.running, ([name, truth]): [string, number, number] => [name, relativeError(fused.running.get(name)!, truth), 1e-6]);
  const loss: [string, number, number] = ['loss', Math.abs(fused.loss / stock.loss - 1), 1e-5];
  const faults = [loss, ...measured, ...running].filter(([, error, bound]) => !(error < bound)).map(([name, error]) => `${name}: ${error}`);
  return [...faults, ...errors];
}

const SPEC = { height: 28, width: 28, classes: 10, batchNormEpsilon: 1e-5, filters: 20, kernelSize: 5 };

test.each([['question', 6], ['three-block', 3], ['mlp', 7]] as const)('%s, %i images', async (name, images) => {
  expect(await faultsOf(() => buildNetwork(name, SPEC), images)).toEqual([]);
});

const { conv2d, dense, batchNormalization, reLU, activation, maxPooling2d, averagePooling2d, flatten, dropout } = tfl.layers;

/** Two convolutions, so that the second is pulled back to its input too, and a dense layer. */
function twice(shape: [number, number, number], first: object, second: object, ...between: (() => tfl.layers.Layer)[]): () => tfl.Sequential {
  const steps = { kernelSize: 3, filters: 4 };
  return () => tfl.sequential({
    layers: [
      conv2d({ ...steps, ...first, inputShape: shape, name: 'a' }),
      batchNormalization({ name: 'na' }),
      reLU(),
      ...between.map((layer) => layer()),
      conv2d({ ...steps, ...second, name: 'b' }),
      activation({ activation: 'relu' }),
      flatten(),
      dense({ units: 3, name: 'c' }),
      activation({ activation: 'softmax' }),
    ],
  });
}

test.each<[string, () => tfl.Sequential, number]>([
  ['strides 2 and 3, odd sizes, zeros around', twice([11, 13, 2], { strides: [2, 1], padding: 'same', filters: 5 }, { strides: [2, 3], kernelSize: [4, 2], padding: 'same', filters: 7 }), 5],
  ['strides that leave pixels over', twice([12, 9, 1], { filters: 1 }, { strides: [3, 2], kernelSize: [2, 3], filters: 9 }), 1],
  ['kernels of one pixel, no bias, 33 filters', twice([5, 6, 3], { kernelSize: 1, filters: 33, useBias: false }, { kernelSize: 1, useBias: false, filters: 2 }), 9],
  ['a kernel as large as the image', twice([7, 7, 2], { kernelSize: 5, filters: 6, padding: 'same' }, { kernelSize: 7, filters: 11 }), 4],
  ['ReLU as a setting; overlapping pool', twice([10, 11, 1], { filters: 8 }, { activation: 'relu' }, () => maxPooling2d({ poolSize: [3, 2], strides: [2, 1], padding: 'same' })), 3],
  ['layers that are TensorFlow.js’s own in between', twice([9, 9, 1], { filters: 3 }, {}, () => averagePooling2d({ poolSize: 2 }), () => dropout({ rate: 0 })), 2],
])('%s', async (_name, build, images) => {
  expect(await faultsOf(build, images)).toEqual([]);
});

const OTHERS = { 'a GPU': GPU_TILES, 'a software adapter without quads': { ...SOFTWARE_TILES, quads: false } };

test.each(Object.entries(OTHERS).flatMap(([adapter, tiles]) => ([['question', 6], ['mlp', 7]] as const).map(([name, images]) => ({ adapter, tiles, name, images }))))('$name by the shapes of $adapter', async ({ tiles, name, images }) => {
  const device = TensorDevice.current()!;
  const chosen = device.tiles;
  device.tiles = tiles;
  try {
    expect(await faultsOf(() => buildNetwork(name, SPEC), images)).toEqual([]);
  } finally {
    device.tiles = chosen;
  }
});
