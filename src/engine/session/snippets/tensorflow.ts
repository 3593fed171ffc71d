// The program for TensorFlow: a function of the weights under a tape, whose jacobian pulls rows back together.
import type { Shape3 } from '../../layers/window.ts';
import type { ActivationLayer, Conv2dLayer, DepthwiseConv2dLayer, Pair } from '../../model/network.ts';
import { functionOf, type Words } from './functional.ts';
import { quoted, remark, type SnippetTask, tuple, weightsUsed, wrtInWords, zerosAround } from './task.ts';

const ACTIVATIONS: Readonly<Record<ActivationLayer['function'], (number: number) => string>> = {
  linear: () => 'x',
  relu: () => 'tf.nn.relu(x)',
  sigmoid: () => 'tf.sigmoid(x)',
  tanh: () => 'tf.tanh(x)',
  hardSigmoid: () => 'tf.clip_by_value(0.2 * x + 0.5, 0, 1)',
  softplus: () => 'tf.nn.softplus(x)',
  softsign: () => 'tf.nn.softsign(x)',
  elu: () => 'tf.nn.elu(x)',
  selu: () => 'tf.nn.selu(x)',
  swish: () => 'x * tf.sigmoid(x)',
  gelu: () => 'tf.nn.gelu(x)',
  geluNew: () => 'tf.nn.gelu(x, approximate=True)',
  mish: () => 'x * tf.tanh(tf.nn.softplus(x))',
  relu6: () => 'tf.nn.relu6(x)',
  clippedRelu: (limit) => `tf.clip_by_value(x, 0, ${limit})`,
  leakyRelu: (slope) => `tf.where(x > 0, x, ${slope} * x)`,
  thresholdedRelu: (threshold) => `tf.where(x > ${threshold}, x, tf.zeros_like(x))`,
};

type Convolution = (x: string, strides: Pair, padding: string) => string;

/** TensorFlow takes no strides along with a dilation, nor unequal ones of a depthwise kernel: those are steps over all positions. */
function strided({ kind, kernel, strides, dilation, padding }: Conv2dLayer | DepthwiseConv2dLayer, input: Shape3, convolution: Convolution): string {
  const dilated = dilation.some((rate) => rate > 1) && strides.some((step) => step > 1);
  if (!dilated && (kind === 'conv2d' || strides[0] === strides[1])) return convolution('x', strides, padding.toUpperCase());
  const { rows, columns } = zerosAround(input, [kernel.shape[0], kernel.shape[1]], strides, dilation, padding);
  return `${convolution(`tf.pad(x, ((0, 0), ${tuple(rows)}, ${tuple(columns)}, (0, 0)))`, [1, 1], 'VALID')}[:, ::${strides[0]}, ::${strides[1]}]`;
}

const WORDS: Words = {
  activation: ({ function: name, number = 0 }) => ACTIVATIONS[name](number),
  convolution: (kernel, layer, input) => strided(layer, input, (x, strides, padding) => `tf.nn.convolution(${x}, ${kernel}, ${tuple(strides)}, '${padding}', dilations=${tuple(layer.dilation)})`),
  depthwise: (kernel, layer, input) =>
    strided(layer, input, (x, strides, padding) => `tf.nn.depthwise_conv2d(${x}, ${kernel}, ${tuple([1, ...strides, 1])}, '${padding}', dilations=${tuple(layer.dilation)})`),
  maxPool: (size, strides, padding) => `tf.nn.max_pool2d(x, ${tuple(size)}, ${tuple(strides)}, '${padding.toUpperCase()}')`,
  averagePool: (size, strides, padding) => `tf.nn.avg_pool2d(x, ${tuple(size)}, ${tuple(strides)}, '${padding.toUpperCase()}')`,
  mean: 'tf.reduce_mean(x, (1, 2), keepdims=True)',
  max: 'tf.reduce_max(x, (1, 2), keepdims=True)',
  pad: ([rows, columns]) => `tf.pad(x, ((0, 0), ${tuple(rows)}, ${tuple(columns)}, (0, 0)))`,
  softmax: 'tf.nn.softmax(x)',
  reshape: (shape) => `tf.reshape(x, (-1, ${shape.join(', ')}))`,
  where: (positive, otherwise) => `tf.where(x > 0, ${positive}, ${otherwise})`,
  concatenate: (values) => `tf.concat(${tuple(values)}, -1)`,
  root: (of) => `tf.sqrt(${of})`,
  moments: ['tf.reduce_mean(x, (0, 1, 2))', 'tf.math.reduce_variance(x, (0, 1, 2))'],
};

/** @returns the program's text; it compares with the file's J where that is dense. */
export function tensorflow(task: SnippetTask): string {
  return `# The Jacobian of ${remark(task.of)} with respect to ${wrtInWords(task)}, in TensorFlow.
# Weights and input come from the exported file: python3 THIS.py FILE.npz
import sys

import numpy as np
import tensorflow as tf

FILE = sys.argv[1] if len(sys.argv) > 1 else ${quoted(`${task.file}.npz`)}
ROWS = 256  # pulled back together; fewer take less memory
stored = np.load(FILE)
NAMES = [${weightsUsed(task).map(({ name }) => quoted(name)).join(', ')}]
weights = {name: tf.constant(stored['weights/' + name], tf.float64) for name in NAMES}
images = tf.constant(stored['input'], tf.float64)  # [N, H, W, C]
${task.wrt === 'input' ? 'sources = [images]' : `sources = [weights[name] for name in (${task.wrt.map((name) => `${quoted(name)}, `).join('').trimEnd()})]  # in the order of the columns`}


def outputs(w, x):
${functionOf(task, WORDS)}
    return tf.reshape(x, (-1,))  # as (n, i, j, c)


def rows(first, end):
    with tf.GradientTape() as tape:
        tape.watch(sources)
        part = outputs(weights, images)[first:end]
    derivatives = tape.jacobian(part, sources, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    return np.concatenate([derivative.numpy().reshape(end - first, -1) for derivative in derivatives], 1)


count = len(outputs(weights, images))
J = np.concatenate([rows(first, min(first + ROWS, count)) for first in range(0, count, ROWS)])
print('J', *J.shape)
if 'J' in stored:
    print('difference', np.linalg.norm(J - stored['J']) / (np.linalg.norm(stored['J']) or 1))
`;
}
