// What a stored model is refused for, each by name, and how functional models are read.
import { describe, expect, it } from 'vitest';
import { activations } from '../index.ts';
import { loadOracle } from '../testing/oracle.ts';
import { networkFromTopology, type StoredModel, type StoredWeights } from './fromTopology.ts';

type Config = Record<string, unknown>;

interface Stored {
  class_name: string;
  config: Config;
  inbound_nodes?: unknown;
}

const layer = (class_name: string, name: string, config: Config = {}): Stored => ({ class_name, config: { name, ...config } });
const sequential = (...layers: Stored[]): StoredModel => ({ modelTopology: { class_name: 'Sequential', config: { name: 'model', layers } } });
const weight = (...shape: number[]) => ({ shape, values: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.5) });

const IMAGE = { batch_input_shape: [null, 6, 6, 3] };
const conv = (config: Config = {}) => layer('Conv2D', 'conv1', { ...IMAGE, filters: 4, kernel_size: [3, 3], ...config });
const CONV = { 'conv1/kernel': weight(3, 3, 3, 4), 'conv1/bias': weight(4) };
const pool = (config: Config) => layer('MaxPooling2D', 'pool1', { ...IMAGE, ...config });

const expectRefused = (model: StoredModel, weights: StoredWeights, message: string | RegExp) => expect(() => networkFromTopology(model, weights)).toThrow(message);
/** As it comes out of a file: `__proto__` is a key like any other there. */
const parsed = (model: StoredModel, from: string, to: string) => JSON.parse(JSON.stringify(model).replaceAll(from, to)) as StoredModel;

describe('weights', () => {
  it('are taken as they are when they fit', () => {
    const { layers, inputShape } = networkFromTopology(sequential(conv()), CONV);
    expect(inputShape).toEqual([6, 6, 3]);
    expect(layers).toMatchObject([{ kind: 'conv2d', kernel: { name: 'conv1/kernel', values: CONV['conv1/kernel'].values }, bias: { name: 'conv1/bias' } }]);
  });

  it('are refused when one is missing, or one too many', () => {
    expectRefused(sequential(conv()), { 'conv1/kernel': CONV['conv1/kernel'] }, /^weight: conv1\/bias is missing; give/);
    expectRefused(sequential(conv()), {}, /^weight: conv1\/kernel is missing; give/);
    expectRefused(sequential(conv({ use_bias: false })), CONV, /^weight: conv1\/bias belongs to no layer of the model; give/);
    expectRefused(sequential(conv()), { ...CONV, 'conv2/kernel': weight(1) }, /^weight: conv2\/kernel belongs to no layer/);
  });

  it('are not found in what every object inherits', () => {
    expectRefused(sequential(conv()), Object.create(CONV) as StoredWeights, /^weight: conv1\/kernel is missing/);
  });

  it.each([
    ['conv1/kernel', weight(3, 3, 4, 3), '[3,3,4,3] where the layer needs [3, 3, 3, 4]'],
    ['conv1/kernel', weight(9, 3, 4), '[9,3,4] where the layer needs [3, 3, 3, 4]'],
    ['conv1/bias', weight(5), '[5] where the layer needs [4]'],
    ['conv1/bias', { shape: 'constructor' as never, values: new Float32Array(4) }, '"constructor" where the layer needs [4]'],
    ['conv1/bias', { shape: [4], values: new Float32Array(3) }, '3 numbers where [4] holds 4'],
    ['conv1/bias', { shape: [4], values: [1, 2, 3, 4] as never }, 'no float32 numbers where [4] holds 4'],
  ])('%s of another shape or length is refused: %#', (name, wrong, message) => {
    expectRefused(sequential(conv()), { ...CONV, [name]: wrong }, message);
  });

  it('of every layer class are held to the shapes that its settings give', () => {
    const shapes: [Stored, Record<string, number[]>][] = [
      [layer('DepthwiseConv2D', 'a', { ...IMAGE, kernel_size: 2, depth_multiplier: 2 }), { depthwise_kernel: [2, 2, 3, 2], bias: [6] }],
      [layer('SeparableConv2D', 'a', { ...IMAGE, kernel_size: [2, 1], depth_multiplier: 2, filters: 5 }), { depthwise_kernel: [2, 1, 3, 2], pointwise_kernel: [1, 1, 6, 5], bias: [5] }],
      [layer('Dense', 'a', { ...IMAGE, units: 2, use_bias: false }), { kernel: [3, 2] }],
      [layer('Dense', 'a', { batch_input_shape: [null, 7], units: 2 }), { kernel: [7, 2], bias: [2] }],
      [layer('BatchNormalization', 'a', { ...IMAGE, axis: [3] }), { gamma: [3], beta: [3], moving_mean: [3], moving_variance: [3] }],
      [layer('BatchNormalization', 'a', { ...IMAGE, scale: false }), { beta: [3], moving_mean: [3], moving_variance: [3] }],
      [layer('PReLU', 'a', IMAGE), { alpha: [6, 6, 3] }],
      [layer('PReLU', 'a', { ...IMAGE, shared_axes: [1, 2] }), { alpha: [1, 1, 3] }],
    ];
    for (const [stored, wanted] of shapes) {
      const weights = Object.fromEntries(Object.entries(wanted).map(([name, shape]) => [`a/${name}`, weight(...shape)]));
      expect(networkFromTopology(sequential(stored), weights).layers[0].name).toBe('a');
      for (const name of Object.keys(weights)) {
        const { [name]: _left, ...rest } = weights;
        expectRefused(sequential(stored), rest, `weight: ${name} is missing`);
        expectRefused(sequential(stored), { ...weights, [name]: weight(...wanted[name.slice(2)], 1) }, `weight ${name}: shape`);
      }
    }
  });
});

describe('names', () => {
  it.each(['__proto__', 'constructor', 'prototype'])('%s is no name of a layer, and no key', (name) => {
    expectRefused(parsed(sequential(conv()), '"conv1"', `"${name}"`), CONV, `layer name: ${name} is not allowed; rename the layer`);
    expectRefused(parsed(sequential(conv({ mark: 1 })), '"mark"', `"${name}"`), CONV, new RegExp(`^model.json: the key ${name} in config.layers.0.config is not allowed; remove it$`));
  });

  it('that two layers share are refused', () => {
    expectRefused(sequential(conv(), layer('ReLU', 'conv1')), CONV, 'layer name: conv1 is used twice; give each layer its own');
  });

  it('nested deeper than the stack are still looked through', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}{"__proto__":1}${']'.repeat(depth)}`;
    const text = `{"modelTopology":{"class_name":"Sequential","config":{"name":"m","layers":[],"deep":${nested(20_000)}}}}`;
    expectRefused(JSON.parse(text) as StoredModel, {}, /^model.json: the key __proto__ in /);
  });
});

describe('sizes', () => {
  it.each([[0], [-1], [1.5], ['3'], [null], [[3]], [[3, 3, 3]], [[3, 0]], [65_536], [1e300]])('kernel, stride, dilation and pool sizes of %j are refused', (size) => {
    expectRefused(sequential(conv({ kernel_size: size })), CONV, `kernel size of conv1: ${JSON.stringify(size)} is not supported; use one or two positive whole numbers`);
    expectRefused(sequential(pool({ pool_size: size ?? 0 })), {}, 'pool size of pool1: ');
    expectRefused(sequential(conv({ strides: size ?? 0 })), CONV, 'strides of conv1: ');
    expectRefused(sequential(conv({ dilation_rate: size ?? 0 })), CONV, 'dilation rate of conv1: ');
  });

  it.each([0, -4, 2.5, null, '4'])('filters and units of %j are refused', (size) => {
    expectRefused(sequential(conv({ filters: size })), CONV, `filters of conv1: ${JSON.stringify(size)} is not supported; use a positive whole number`);
    expectRefused(sequential(layer('Dense', 'fc', { ...IMAGE, units: size })), {}, 'units of fc: ');
    expectRefused(sequential(layer('DepthwiseConv2D', 'dw', { ...IMAGE, kernel_size: 3, depth_multiplier: size ?? 0 })), {}, 'depth multiplier of dw: ');
  });

  it.each([[[null, 0, 6, 3]], [[null, 6.5, 6, 3]], [[null, -6, 6, 3]], [[null, '6', 6, 3]], [[null, null, 6, 3]], [[null, 6, 6]], ['none'], [undefined]])(
    'an input shape %j is refused', (batch_input_shape) => expectRefused(sequential(conv({ batch_input_shape })), CONV, /^input shape: .*; give /),
  );

  it('whose product cannot be counted are refused: inputs, weights, outputs', () => {
    expectRefused(sequential(conv({ batch_input_shape: [null, 50_000, 50_000, 3] })), CONV, 'input shape: 50000×50000×3 is more than 2³¹ numbers');
    expectRefused(sequential(conv({ filters: 2 ** 31 })), CONV, 'weight conv1/kernel: 3×3×3×2147483648 is more than 2³¹ numbers');
    expectRefused(sequential(conv({ kernel_size: 65_535 })), CONV, 'weight conv1/kernel: 65535×65535×3×4 is more than');
    expectRefused(sequential(layer('ZeroPadding2D', 'pad', { ...IMAGE, padding: 30_000 })), {}, 'output of pad: 60006×60006×3 is more than');
  });

  it('that leave nothing of a map, or far exceed it, are refused', () => {
    expectRefused(sequential(conv({ kernel_size: 7 })), { 'conv1/kernel': weight(7, 7, 3, 4), 'conv1/bias': weight(4) }, 'output of conv1: 0×0×4 is empty');
    expectRefused(sequential(pool({ pool_size: 7 })), {}, 'output of pool1: 0×0×3 is empty');
    expectRefused(sequential(pool({ pool_size: 40_000, padding: 'same' })), {}, 'pool size of pool1: 40000×40000 is far larger than its input 6×6');
  });

  it('of a reshape have to hold what comes in', () => {
    expectRefused(sequential(layer('Reshape', 'shape', { ...IMAGE, target_shape: [5, -1] })), {}, 'shape of shape: [5, -1] does not hold the 108 numbers');
    expectRefused(sequential(layer('Reshape', 'shape', { ...IMAGE, target_shape: [2, 54] })), {}, 'is neither a map nor a vector');
  });
});

describe('layers', () => {
  it('that are not supported are named, with those that are', () => {
    expectRefused(sequential(layer('UpSampling2D', 'up', IMAGE)), {}, /^layer up: UpSampling2D is not supported; use Conv2D, .*Dense/);
    expectRefused(sequential(layer('DepthwiseConv2D', 'dw', { ...IMAGE, kernel_size: 2, dilation_rate: 2 })), {}, 'dilation rate of dw: 2×2 is not supported, as TensorFlow.js ignores it in a DepthwiseConv2D; use 1');
    expectRefused(sequential(conv({ groups: 3 })), CONV, 'groups of conv1: 3 is not supported; use 1');
    expectRefused(sequential(conv({ data_format: 'channels_first' })), CONV, 'data format of conv1: channels first');
  });

  it('that Keras has and TensorFlow.js has not are read too', () => {
    expect(networkFromTopology(sequential(layer('SpatialDropout2D', 'drop', { ...IMAGE, rate: 0.5 })), {}).layers).toEqual([{ kind: 'identity', name: 'drop', trainable: true }]);
  });

  it('of maps do not follow a vector', () => {
    expectRefused(sequential(layer('Flatten', 'flat', IMAGE), layer('MaxPooling2D', 'pool1')), {}, 'layer pool1: MaxPooling2D takes a map where its input is a vector of 108; put a Reshape');
    const { layers } = networkFromTopology(sequential(layer('Flatten', 'flat', IMAGE), layer('Reshape', 'map', { target_shape: [6, 6, 3] }), layer('MaxPooling2D', 'pool1')), {});
    expect(layers.map(({ kind }) => kind)).toEqual(['flatten', 'reshape', 'maxPool']);
  });

  it('that normalise do so over the channels, wherever those are counted', () => {
    const norm = (axis: unknown, input: Config = IMAGE) => sequential(layer('BatchNormalization', 'bn', { ...input, axis }));
    const weights = Object.fromEntries(['gamma', 'beta', 'moving_mean', 'moving_variance'].map((name) => [`bn/${name}`, weight(3)]));
    for (const axis of [-1, 3, [3], null]) expect(networkFromTopology(norm(axis), weights).layers).toHaveLength(1);
    expect(networkFromTopology(norm([1], { batch_input_shape: [null, 3] }), weights).layers).toHaveLength(1);
    expectRefused(norm(1), weights, 'axis of bn: 1 is not supported; use -1, the channels');
  });

  it('have to be there at all', () => {
    expectRefused({} as never, {}, 'model.json: it has no modelTopology');
    expectRefused({ modelTopology: { model_config: null } } as never, {}, 'model: it has no layers');
    expectRefused(sequential(), {}, 'model: it has no layers');
    expectRefused(sequential({ class_name: 'ReLU', config: {} }), {}, 'layer 0: it has no class_name, config or name');
    expectRefused(sequential(layer('ReLU', 'relu1')), {}, /^input shape: none is not a shape; give the first layer one/);
    expectRefused({ modelTopology: { class_name: 'Graph', config: { layers: [conv()] } } }, CONV, 'model: Graph is not supported; use a Sequential or a functional model');
  });
});

/** A functional model; `links` says whose output each layer takes. */
function functional(layers: Stored[], links: Record<string, string[] | string[][]>, outputs: unknown): StoredModel {
  const nodes = (name: string) => (links[name] ?? []).map((sources) => [sources].flat().map((source) => [source, 0, 0, {}]));
  const linked = layers.map((each) => ({ ...each, name: each.config.name, inbound_nodes: nodes(String(each.config.name)) }));
  return { modelTopology: { class_name: 'Functional', config: { name: 'model', layers: linked, input_layers: [['in', 0, 0]], output_layers: outputs } } };
}

const IN = layer('InputLayer', 'in', IMAGE);
const RELU = layer('ReLU', 'relu1');
const SOFT = layer('Softmax', 'soft');
const CONV_INSIDE = layer('Conv2D', 'conv1', { filters: 4, kernel_size: [3, 3] });

describe('functional models', () => {
  it('that are one chain are read in the order of their links, not of their list', () => {
    const model = functional([SOFT, CONV_INSIDE, IN, RELU], { conv1: ['in'], relu1: ['conv1'], soft: ['relu1'] }, [['soft', 0, 0]]);
    expect(networkFromTopology(model, CONV).layers.map(({ name }) => name)).toEqual(['conv1', 'relu1', 'soft']);
  });

  it('are read as Keras 3 writes them', () => {
    const tensor = (source: string) => [{ args: [{ class_name: '__keras_tensor__', config: { keras_history: [source, 0, 0] } }], kwargs: {} }];
    const layers = [layer('InputLayer', 'in', { batch_shape: [null, 6, 6, 3] }), { ...CONV_INSIDE, inbound_nodes: tensor('in') }, { ...RELU, inbound_nodes: tensor('conv1') }];
    const model = { modelTopology: { class_name: 'Functional', config: { layers, input_layers: ['in', 0, 0], output_layers: ['relu1', 0, 0] } } };
    expect(networkFromTopology(model, CONV).layers.map(({ name }) => name)).toEqual(['conv1', 'relu1']);
  });

  it('that part and join are read with whose outputs each layer takes', () => {
    const layers = [layer('Add', 'add1'), SOFT, CONV_INSIDE, layer('Conv2D', 'past', { filters: 4, kernel_size: [3, 3], activation: 'relu' }), IN];
    const model = functional(layers, { conv1: ['in'], past: ['in'], add1: [['conv1', 'past']], soft: ['add1'] }, [['soft', 0, 0]]);
    const network = networkFromTopology(model, { ...CONV, 'past/kernel': weight(3, 3, 3, 4), 'past/bias': weight(4) });
    // Otherwise in the order of the list, which columns keep to.
    expect(network.layers.map(({ name, kind, inputs }) => [name, kind, inputs])).toEqual([
      ['conv1', 'conv2d', undefined], ['past', 'conv2d', [-1]], ['past', 'activation', undefined], ['add1', 'add', [0, 2]], ['soft', 'softmax', undefined],
    ]);
  });

  it('join as Keras 3 writes it, and channels side by side', () => {
    const tensor = (...sources: string[]) => [{ args: [sources.map((source) => ({ class_name: '__keras_tensor__', config: { keras_history: [source, 0, 0] } }))], kwargs: {} }];
    const layers = [layer('InputLayer', 'in', { batch_shape: [null, 6, 6, 3] }), { ...RELU, inbound_nodes: tensor('in') }, { ...layer('Concatenate', 'both', { axis: 3 }), inbound_nodes: tensor('in', 'relu1') }];
    const model = { modelTopology: { class_name: 'Functional', config: { layers, input_layers: ['in', 0, 0], output_layers: ['both', 0, 0] } } };
    expect(networkFromTopology(model, {}).layers.at(-1)).toEqual({ kind: 'concatenate', name: 'both', trainable: true, inputs: [-1, 0] });
    expectRefused(JSON.parse(JSON.stringify(model).replace('"axis":3', '"axis":1')) as StoredModel, {}, 'axis of both: 1 is not supported; use -1, the channels');
  });

  it('may be as long as they like', () => {
    const names = Array.from({ length: 20_000 }, (_, k) => `relu${k}`);
    const links = Object.fromEntries(names.map((name, k) => [name, [names[k - 1] ?? 'in']]));
    const model = functional([IN, ...names.map((name) => layer('ReLU', name))], links, [[names.at(-1), 0, 0]]);
    expect(networkFromTopology(model, {}).layers).toHaveLength(20_000);
  });

  it.each([
    ['unlike maps', [IN, CONV_INSIDE, layer('Add', 'add1')], { conv1: ['in'], add1: [['in', 'conv1']] }, 'add1', 'inputs of add1: 6×6×3, 4×4×4 are not alike; add maps of one shape'],
    ['maps of other sizes', [IN, CONV_INSIDE, layer('Concatenate', 'both')], { conv1: ['in'], both: [['in', 'conv1']] }, 'both', 'inputs of both: 6×6×3, 4×4×4 differ in more than channels; join maps of one size'],
    ['other joins', [IN, RELU, layer('Multiply', 'times')], { relu1: ['in'], times: [['in', 'relu1']] }, 'times', /^layer times: Multiply is not supported; use Conv2D, .*Add, Concatenate/],
    ['one input too many', [IN, RELU, SOFT], { relu1: ['in'], soft: [['in', 'relu1']] }, 'soft', 'layer soft: Softmax takes one input where it has 2; join them with Add or Concatenate first'],
    ['a loose end', [IN, CONV_INSIDE, RELU], { conv1: ['in'], relu1: ['in'] }, 'relu1', 'layer conv1: it does not lead to the output relu1; only models'],
    ['shared', [IN, RELU], { relu1: ['in', 'relu1'] }, 'relu1', 'layer relu1: it is used 2 times; only models'],
    ['two inputs', [IN, layer('InputLayer', 'other', IMAGE), RELU], { relu1: ['in'] }, 'relu1', 'model: 2 inputs (in, other) are not supported; only models'],
    ['no input', [RELU], { relu1: ['relu1'] }, 'relu1', 'model: 0 inputs'],
    ['a ring', [IN, RELU, SOFT], { relu1: ['soft'], soft: ['relu1'] }, 'relu1', 'layer relu1: it takes its own output; save the model again'],
    ['from nowhere', [IN, RELU], { relu1: ['conv7'] }, 'relu1', 'layer relu1: it takes conv7, which is not in the model'],
    ['to nowhere', [IN, RELU], { relu1: ['in'] }, 'relu7', 'model: its output relu7 is not among its layers; save the model again'],
    ['nothing', [IN, RELU], { relu1: [[]] }, 'relu1', 'layer relu1: ReLU takes no input; save the model again'],
  ] as [string, Stored[], Record<string, string[]>, string, string | RegExp][])('that cannot be followed are refused by name: %s', (_what, layers, links, output, message) => {
    expectRefused(functional(layers, links, [[output, 0, 0]]), CONV, message);
  });

  it('with two outputs are refused by name', () => {
    const model = functional([IN, CONV_INSIDE, RELU], { conv1: ['in'], relu1: ['conv1'] }, [['conv1', 0, 0], ['relu1', 0, 0]]);
    expectRefused(model, CONV, 'model: 2 outputs (conv1, relu1) are not supported; only models with one input and one output, each of whose layers is used once, are supported');
  });

  it('compute what the same Sequential model does', async () => {
    const oracle = await loadOracle('mlp');
    const { config } = oracle.modelJson.modelTopology.model_config;
    const [N, H, W, C] = oracle.input.shape;
    const names = ['in', ...config.layers.map((each) => each.config.name)];
    const links = Object.fromEntries(names.slice(1).map((name, at) => [name, [names[at]]]));
    const model = functional([...config.layers.toReversed(), layer('InputLayer', 'in', { batch_input_shape: [null, H, W, C] })], links, [[names.at(-1), 0, 0]]);
    const images = { data: oracle.input.data, shape: [N, H, W, C] as [number, number, number, number] };
    const [chain, plain] = [networkFromTopology(model, oracle.weights), networkFromTopology(oracle.modelJson, oracle.weights)];
    expect((await activations(chain, images, { device: null })).data).toEqual((await activations(plain, images, { device: null })).data);
  });
});
