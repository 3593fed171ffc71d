// The program for JAX: a function of the parameters, differentiated by jacrev. Axes are TensorFlow's throughout.
import type { ActivationLayer } from '../../model/network.ts';
import { functionOf, type Words } from './functional.ts';
import { quoted, remark, type SnippetTask, tuple, weightsUsed, wrtInWords } from './task.ts';

const ACTIVATIONS: Readonly<Record<ActivationLayer['function'], (number: number) => string>> = {
  linear: () => 'x',
  relu: () => 'jax.nn.relu(x)',
  sigmoid: () => 'jax.nn.sigmoid(x)',
  tanh: () => 'jnp.tanh(x)',
  hardSigmoid: () => 'jnp.clip(0.2 * x + 0.5, 0, 1)',
  softplus: () => 'jax.nn.softplus(x)',
  softsign: () => 'jax.nn.soft_sign(x)',
  elu: () => 'jax.nn.elu(x)',
  selu: () => 'jax.nn.selu(x)',
  swish: () => 'jax.nn.silu(x)',
  gelu: () => 'jax.nn.gelu(x, approximate=False)',
  geluNew: () => 'jax.nn.gelu(x, approximate=True)',
  mish: () => 'x * jnp.tanh(jax.nn.softplus(x))',
  relu6: () => 'jnp.where(x > 0, jnp.where(x < 6, x, 6.0), 0.0)',
  clippedRelu: (limit) => `jnp.where(x > 0, jnp.where(x <= ${limit}, x, ${limit}), 0.0)`,
  leakyRelu: (slope) => `jnp.where(x > 0, x, ${slope} * x)`,
  thresholdedRelu: (threshold) => `jnp.where(x > ${threshold}, x, 0.0)`,
};

const WORDS: Words = {
  activation: ({ function: name, number = 0 }) => ACTIVATIONS[name](number),
  convolution: (kernel, { strides, dilation, padding }) =>
    `lax.conv_general_dilated(x, ${kernel}, ${tuple(strides)}, '${padding.toUpperCase()}', rhs_dilation=${tuple(dilation)}, dimension_numbers=('NHWC', 'HWIO', 'NHWC'))`,
  depthwise: (kernel, { strides, dilation, padding, kernel: { shape: [kh, kw, cin, multiplier] } }) =>
    `lax.conv_general_dilated(x, ${kernel}.reshape(${kh}, ${kw}, 1, ${cin * multiplier}), ${tuple(strides)}, '${padding.toUpperCase()}', rhs_dilation=${tuple(dilation)}, dimension_numbers=('NHWC', 'HWIO', 'NHWC'), feature_group_count=${cin})`,
  maxPool: (size, strides, padding) => `lax.reduce_window(x, -jnp.inf, lax.max, ${tuple([1, ...size, 1])}, ${tuple([1, ...strides, 1])}, '${padding.toUpperCase()}')`,
  averagePool(size, strides, padding) {
    const sum = (of: string) => `lax.reduce_window(${of}, 0.0, lax.add, ${tuple([1, ...size, 1])}, ${tuple([1, ...strides, 1])}, '${padding.toUpperCase()}')`;
    return `${sum('x')} / ${sum('jnp.ones_like(x)')}`;
  },
  mean: 'x.mean((1, 2), keepdims=True)',
  max: 'x.max((1, 2), keepdims=True)',
  pad: ([rows, columns]) => `jnp.pad(x, ((0, 0), ${tuple(rows)}, ${tuple(columns)}, (0, 0)))`,
  softmax: 'jax.nn.softmax(x)',
  reshape: (shape) => `x.reshape(len(x), ${shape.join(', ')})`,
  where: (positive, otherwise) => `jnp.where(x > 0, ${positive}, ${otherwise})`,
  concatenate: (values) => `jnp.concatenate(${tuple(values)}, -1)`,
  root: (of) => `jnp.sqrt(${of})`,
  moments: ['x.mean((0, 1, 2))', 'x.var((0, 1, 2))'],
};

/** @returns the program's text; it compares with the file's J where that is dense. */
export function jax(task: SnippetTask): string {
  return `# The Jacobian of ${remark(task.of)} with respect to ${wrtInWords(task)}, in JAX.
# Weights and input come from the exported file: python3 THIS.py FILE.npz
import sys

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

jax.config.update('jax_enable_x64', True)
FILE = sys.argv[1] if len(sys.argv) > 1 else ${quoted(`${task.file}.npz`)}
ROWS = 256  # pulled back together; fewer take less memory
stored = np.load(FILE)
NAMES = [${weightsUsed(task).map(({ name }) => quoted(name)).join(', ')}]
weights = {name: jnp.asarray(stored['weights/' + name], jnp.float64) for name in NAMES}
images = jnp.asarray(stored['input'], jnp.float64)  # [N, H, W, C]


def outputs(w, x):
${functionOf(task, WORDS)}
    return x.ravel()  # as (n, i, j, c)


count = jax.eval_shape(outputs, weights, images).size
size = min(ROWS, count)


@jax.jit
def rows(first):
${task.wrt === 'input' ? ofInput() : ofParameters(task.wrt)}


J = np.empty((count, jax.eval_shape(rows, 0).shape[1]))
for first in range(0, count, size):
    first = min(first, count - size)
    J[first:first + size] = rows(first)
print('J', *J.shape)
if 'J' in stored:
    print('difference', np.linalg.norm(J - stored['J']) / (np.linalg.norm(stored['J']) or 1))
`;
}

function ofParameters(wrt: readonly string[]): string {
  return `    names = [${wrt.map(quoted).join(', ')}]  # in the order of the columns
    part = lambda chosen: lax.dynamic_slice(outputs({**weights, **chosen}, images), (first,), (size,))
    derivatives = jax.jacrev(part)({name: weights[name] for name in names})
    return jnp.concatenate([derivatives[name].reshape(size, -1) for name in names], 1)`;
}

function ofInput(): string {
  return `    part = lambda x: lax.dynamic_slice(outputs(weights, x), (first,), (size,))
    return jax.jacrev(part)(images).reshape(size, -1)`;
}
