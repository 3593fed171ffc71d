// Every supported TensorFlow.js layer: outputs as TensorFlow.js predicts them, and rows as its own tape differentiates them, by
// the float64 reference and on WebGPU. TensorFlow.js works on its CPU backend here.
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { activations, type Images, jacobian, type JacobianOptions } from '../index.ts';
import { testDevice } from '../testing/device.ts';
import { relativeError } from '../testing/oracle.ts';
import { SUPPORTED_LAYERS } from './lowerLayer.ts';

const TOLERANCE = 1e-5;
const { layers } = tfl;

interface Chain {
  readonly what: string;
  readonly model: () => tfl.LayersModel;
  /** Numbers of the image at `index`; random ones unless given. */
  readonly pixel?: (index: number) => number;
  /** Why TensorFlow.js gives no gradient here, or a wrong one: outputs alone are compared then. */
  readonly noGradient?: string;
}

const sequential = (inputShape: number[], ...[first, ...rest]: tfl.layers.Layer[]) => {
  const model = tfl.sequential({ layers: [layers.inputLayer({ inputShape }), first] });
  rest.forEach((layer) => model.add(layer));
  return model;
};

/** The same as a functional model: one input, one layer after the other. */
const functional = (shape: number[], ...chain: tfl.layers.Layer[]) => {
  const inputs = tfl.input({ shape });
  return tfl.model({ inputs, outputs: chain.reduce((value, layer) => layer.apply(value) as tfl.SymbolicTensor, inputs) });
};

/** Small whole numbers, so that many cells of a pool are equal to the bit. */
const tied = (index: number) => (index * 7) % 3;

const CHAINS: readonly Chain[] = [
  {
    what: 'convolutions of all kinds, strided, with and without bias',
    model: () =>
      sequential(
        [7, 6, 2],
        layers.conv2d({ filters: 3, kernelSize: [3, 2], strides: [2, 1], padding: 'same', activation: 'relu' }),
        layers.separableConv2d({ filters: 3, kernelSize: [2, 3], depthMultiplier: 2, padding: 'same', activation: 'tanh' }),
        layers.depthwiseConv2d({ kernelSize: [2, 2], depthMultiplier: 2, activation: 'sigmoid' }),
        layers.conv2d({ filters: 4, kernelSize: 2, useBias: false }),
      ),
  },
  {
    what: 'convolutions on every second cell, of depth, and without bias',
    model: () =>
      sequential([8, 8, 2], layers.depthwiseConv2d({ kernelSize: 3, strides: 2, padding: 'same', useBias: false }), layers.separableConv2d({ filters: 2, kernelSize: 3, strides: 2, padding: 'same', useBias: false })),
  },
  {
    what: 'dilated convolutions',
    model: () =>
      sequential(
        [9, 8, 2],
        layers.conv2d({ filters: 3, kernelSize: [2, 3], dilationRate: [2, 1], padding: 'same' }),
        layers.separableConv2d({ filters: 2, kernelSize: 2, dilationRate: [2, 2], padding: 'same' }),
      ),
    noGradient: 'its convolutions refuse dilation',
  },
  {
    what: 'batch norms of maps and of vectors, zero padding, clipped, leaky, parametric and exponential units',
    model: () =>
      functional(
        [4, 5, 2],
        layers.conv2d({ filters: 3, kernelSize: 1 }),
        layers.batchNormalization({}),
        layers.reLU({ maxValue: 1 }),
        layers.zeroPadding2d({ padding: [[1, 0], [2, 1]] }),
        layers.conv2d({ filters: 2, kernelSize: 3, strides: 2 }),
        layers.leakyReLU({ alpha: 0.1 }),
        layers.prelu({}),
        layers.flatten(),
        layers.dense({ units: 5 }),
        layers.batchNormalization({ axis: 1 }),
        layers.elu(),
        layers.dense({ units: 3, useBias: false }),
      ),
  },
  {
    what: 'batch norms without scale, without offset, without both',
    model: () => sequential([3, 3, 4], layers.batchNormalization({ scale: false }), layers.batchNormalization({ center: false }), layers.batchNormalization({ center: false, scale: false })),
    noGradient: 'its batch norm wants scale and offset',
  },
  {
    what: 'overlapping pools with ties',
    model: () =>
      sequential(
        [7, 8, 2],
        layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
        layers.averagePooling2d({ poolSize: [2, 3], strides: 1 }),
        layers.conv2d({ filters: 3, kernelSize: 2, padding: 'same' }),
        layers.maxPooling2d({ poolSize: [3, 2], strides: [1, 1] }),
        layers.globalAveragePooling2d({}),
        layers.dense({ units: 4 }),
        layers.softmax({}),
      ),
    pixel: tied,
  },
  {
    what: 'average pools that reach over the edge',
    model: () => sequential([5, 6, 2], layers.averagePooling2d({ poolSize: [3, 2], strides: [2, 2], padding: 'same' }), layers.averagePooling2d({ poolSize: 2, strides: 1, padding: 'same' })),
    noGradient: 'its tape divides by all cells of such a pool, its outputs by those inside the map',
  },
  {
    what: 'a convolution of a flat image under max pools, all ties',
    model: () => sequential([6, 6, 1], layers.conv2d({ filters: 3, kernelSize: 2 }), layers.maxPooling2d({ poolSize: 3, strides: 2 }), layers.maxPooling2d({ poolSize: 2, padding: 'same' }), layers.flatten(), layers.dense({ units: 2 })),
    pixel: () => 0.5,
  },
  {
    what: 'a global max pool without ties, which TensorFlow.js counts in full each',
    model: () => sequential([4, 4, 2], layers.conv2d({ filters: 3, kernelSize: 2 }), layers.globalMaxPooling2d({}), layers.dense({ units: 2 })),
  },
  {
    what: 'a threshold, at it too',
    model: () => sequential([3, 3, 2], layers.thresholdedReLU({ theta: 1 })),
    pixel: tied,
    noGradient: 'its tape has none for Greater',
  },
  {
    what: 'batch norms with another layer’s function right after them, and with one of their own that not only they are added to',
    model: () => {
      const inputs = tfl.input({ shape: [4, 3, 2] });
      const at = (layer: tfl.layers.Layer, ...below: tfl.SymbolicTensor[]) => layer.apply(below.length === 1 ? below[0] : below) as tfl.SymbolicTensor;
      const first = at(layers.conv2d({ filters: 3, kernelSize: 2, padding: 'same' }), inputs);
      const norm = at(layers.batchNormalization({}), first);
      const beside = at(layers.reLU({}), first);
      const second = at(layers.batchNormalization({}), at(layers.add({}), norm, beside, at(layers.activation({ activation: 'tanh' }), norm)));
      return tfl.model({ inputs, outputs: at(layers.add({}), second, at(layers.elu(), second)) });
    },
  },
  {
    what: 'ways past layers: added, side by side, the images themselves, one way within another',
    model: () => {
      const inputs = tfl.input({ shape: [7, 6, 2] });
      const at = (layer: tfl.layers.Layer, ...below: tfl.SymbolicTensor[]) => layer.apply(below.length === 1 ? below[0] : below) as tfl.SymbolicTensor;
      const first = at(layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'relu' }), inputs);
      const inner = at(layers.conv2d({ filters: 4, kernelSize: [3, 2], padding: 'same' }), at(layers.batchNormalization({}), first));
      const within = at(layers.add({}), inner, at(layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'tanh' }), inner));
      const sum = at(layers.reLU({}), at(layers.add({}), first, within, first));
      const both = at(layers.concatenate({}), sum, inputs, at(layers.conv2d({ filters: 3, kernelSize: 1 }), sum));
      const down = at(layers.add({}), at(layers.conv2d({ filters: 3, kernelSize: 3, strides: 2, padding: 'same' }), both), at(layers.conv2d({ filters: 3, kernelSize: 1, strides: 2, padding: 'same' }), both));
      const flat = at(layers.flatten(), at(layers.maxPooling2d({ poolSize: 2, strides: 1 }), down));
      const vectors = at(layers.concatenate({}), at(layers.dense({ units: 3, activation: 'sigmoid' }), flat), at(layers.globalAveragePooling2d({}), down));
      // No softmax: where it is saturated its slopes are rounding.
      return tfl.model({ inputs, outputs: at(layers.dense({ units: 3 }), vectors) });
    },
  },
  {
    what: 'what training alone changes, reshaping, shared slopes',
    model: () =>
      sequential(
        [4, 3, 2],
        layers.dropout({ rate: 0.5 }),
        layers.dense({ units: 3 }),
        layers.reshape({ targetShape: [3, 3, 4] }),
        layers.gaussianDropout({ rate: 0.5 }),
        layers.prelu({ sharedAxes: [1, 2] }),
        layers.activation({ activation: 'linear' }),
        layers.conv2d({ filters: 2, kernelSize: 2 }),
        layers.gaussianNoise({ stddev: 1 }),
        layers.reLU(),
        layers.alphaDropout({ rate: 0.5 }),
        layers.flatten(),
        layers.dense({ units: 4, activation: 'softmax' }),
      ),
  },
];

const ACTIVATIONS = [
  'linear', 'relu', 'relu6', 'tanh', 'sigmoid', 'hardSigmoid', 'softplus', 'softsign', 'elu', 'selu', 'swish', 'gelu', 'gelu_new', 'mish', 'softmax',
] as const;

/** Kinks of all of them, both signs of zero, and numbers so large that exponentials end. */
const KINKS = [-30, -6, -2.5, -1, -1e-3, -0, 0, 1e-3, 0.2, 1, 2.5, 6, 30];

/** Random numbers in [−1, 1), the same in every run. */
function randomNumbers(): () => number {
  let state = 12345;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 31 - 1;
}

/** Gives every weight random numbers: variances from 0.2 to 2.2. */
function randomise(model: tfl.LayersModel): void {
  const next = randomNumbers();
  for (const weight of model.weights) {
    const shift = weight.originalName.endsWith('variance') ? 1.2 : 0;
    const size = (weight.shape as number[]).reduce((a, b) => a * b, 1);
    tf.tidy(() => void weight.write(tf.tensor(Float32Array.from({ length: size }, () => next() + shift), weight.shape as number[])));
  }
}

function made({ model: make, pixel }: Chain): { model: tfl.LayersModel; images: Images } {
  const model = make();
  randomise(model);
  const [H, W, C] = model.inputs[0].shape.slice(1) as number[];
  const next = randomNumbers();
  return { model, images: { data: Float32Array.from({ length: H * W * C }, (_, index) => pixel?.(index) ?? next()), shape: [1, H, W, C] } };
}

const tensorOf = ({ data, shape }: Images): tf.Tensor => (shape[1] === 1 && shape[2] === 1 ? tf.tensor2d(data as Float32Array, [shape[0], shape[3]]) : tf.tensor4d(data as Float32Array, [...shape]));

/** What TensorFlow.js makes of every layer's output, by name. */
async function predicted(model: tfl.LayersModel, images: Images): Promise<Map<string, Float32Array>> {
  const chain = model.layers.filter((layer) => layer.getClassName() !== 'InputLayer');
  const every = tfl.model({ inputs: model.inputs, outputs: chain.map((layer) => layer.output as tfl.SymbolicTensor) });
  const outputs = tf.tidy(() => [every.predict(tensorOf(images))].flat());
  const numbers = await Promise.all(outputs.map((output) => output.data<'float32'>()));
  tf.dispose(outputs);
  return new Map(chain.map(({ name }, at) => [name, numbers[at]]));
}

/** One row by TensorFlow.js's tape: by every trainable weight, side by side in the order of the layers, and by the input. */
async function tapeRow(model: tfl.LayersModel, images: Images, index: number): Promise<{ params: number[]; input: number[] }> {
  const weights = model.layers.flatMap((layer) => layer.trainableWeights.map((weight) => weight.read() as tf.Variable));
  const entry = (input: tf.Tensor) => tf.reshape(tf.slice(tf.reshape(model.apply(input) as tf.Tensor, [-1]), [index], [1]), []) as tf.Scalar;
  const gradients = tf.tidy(() => {
    const input = tensorOf(images);
    const { grads } = weights.length > 0 ? tf.variableGrads(() => entry(input), weights) : { grads: {} };
    return [...weights.map(({ name }) => (grads as tf.NamedTensorMap)[name]), tf.grad(entry)(input)];
  });
  const numbers = await Promise.all(gradients.map((gradient) => gradient.data<'float32'>()));
  tf.dispose(gradients);
  return { params: numbers.slice(0, -1).flatMap((each) => Array.from(each)), input: Array.from(numbers.at(-1)!) };
}

async function expectOutputs(model: tfl.LayersModel, images: Images): Promise<void> {
  for (const [of, truth] of await predicted(model, images))
    for (const device of [null, await testDevice()]) {
      const { data } = await activations(model, images, { of, device });
      expect(relativeError(data, truth), `${of} on ${device ? 'WebGPU' : 'the host'}`).toBeLessThanOrEqual(TOLERANCE);
    }
}

const outputsOf = (model: tfl.LayersModel) => (model.outputs[0].shape.slice(1) as number[]).reduce((a, b) => a * b, 1);

/** Five rows, from the first to the last. */
const everyFourth = (model: tfl.LayersModel) => [...new Set([0, 0.25, 0.5, 0.75, 1].map((part) => Math.round(part * (outputsOf(model) - 1))))];

/** These rows together, against the tape's. */
async function expectRows(model: tfl.LayersModel, images: Images, indices: readonly number[]): Promise<void> {
  const of = model.layers.at(-1)!.name;
  const truths = await Promise.all(indices.map((index) => tapeRow(model, images, index)));
  expect(truths.some(({ input, params }) => [...input, ...params].some((value) => value !== 0))).toBe(true);
  const expectSame = async (wrt: 'params' | 'input', options: Omit<JacobianOptions, 'of'>) => {
    const J = await jacobian(model, images, { of, ...(wrt === 'input' ? { wrt } : {}), ...options });
    const rows = await Promise.all(indices.map((index) => J.row(index)));
    const together = rows.flatMap((row) => Array.from(row));
    expect(relativeError(together, truths.flatMap((truth) => truth[wrt])), `by ${wrt}, ${options.method}, ${options.device ? 'WebGPU' : 'the host'}`).toBeLessThanOrEqual(TOLERANCE);
    J.dispose();
  };
  const everything = truths[0].params.length > 0 ? (['params', 'input'] as const) : (['input'] as const);
  for (const wrt of everything)
    for (const device of [null, await testDevice()]) for (const method of ['structured', 'batched'] as const) await expectSame(wrt, { device, method });
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('all layers', () => {
  for (const chain of CHAINS)
    it(`${chain.what}: the same outputs${chain.noGradient ? ` (no gradient of TensorFlow.js's: ${chain.noGradient})` : ' and rows'}`, async () => {
      const { model, images } = made(chain);
      await expectOutputs(model, images);
      if (!chain.noGradient) await expectRows(model, images, everyFourth(model));
      model.dispose();
    });

  for (const activation of ACTIVATIONS)
    it(`${activation}: the same numbers and slopes, at kinks too`, async () => {
      const model = sequential([KINKS.length], layers.activation({ activation }));
      // A saturated softmax has no slopes but rounding.
      const scale = activation === 'softmax' ? 0.1 : 1;
      const images: Images = { data: Float32Array.from(KINKS, (x) => scale * x), shape: [1, 1, 1, KINKS.length] };
      await expectOutputs(model, images);
      await expectRows(model, images, [...KINKS.keys()]);
      model.dispose();
    });

  it('give cells that tie under a global max pool equal shares, as reduce_max does', async () => {
    const model = sequential([2, 3, 2], layers.globalMaxPooling2d({}));
    const images: Images = { data: Float32Array.of(1, 5, 3, 5, 3, 2, 0, 5, 3, 1, 2, 4), shape: [1, 2, 3, 2] };
    const third = 1 / 3;
    for (const device of [null, await testDevice()])
      for (const method of ['structured', 'batched'] as const) {
        const J = await jacobian(model, images, { of: model.layers.at(-1)!.name, wrt: 'input', device, method });
        expect(relativeError(await J.row(0), [0, 0, third, 0, third, 0, 0, 0, third, 0, 0, 0])).toBeLessThanOrEqual(TOLERANCE);
        expect(relativeError(await J.row(1), [0, third, 0, third, 0, 0, 0, third, 0, 0, 0, 0])).toBeLessThanOrEqual(TOLERANCE);
        J.dispose();
      }
    model.dispose();
  });

  it('appear above, every class but the one that TensorFlow.js itself has not', () => {
    const seen = CHAINS.flatMap(({ model: make }) => make().layers.map((layer) => layer.getClassName()));
    expect(SUPPORTED_LAYERS.filter((name) => !seen.includes(name))).toEqual(['SpatialDropout2D']);
  });
});
