// The program for PyTorch: a Sequential, or a Graph where paths meet, whose parameters jacrev differentiates through functional_call.
import type { Site } from '../../layers/layer.ts';
import type { ActivationLayer, BatchNormLayer, Conv2dLayer, DenseLayer, DepthwiseConv2dLayer, PoolLayer, PreluLayer } from '../../model/network.ts';
import { quoted, remark, type SnippetTask, tuple, wrtInWords, zerosAround } from './task.ts';

/** One module of the network. */
interface Module {
  readonly code: string;
  readonly layer: string;
  /** Numbers of the values that it takes where that is not the one before it; value 0 is the input, value k + 1 what module k makes. */
  readonly takes?: readonly number[];
  /** Its parameters: name in TensorFlow, name in PyTorch, and TensorFlow's axes in PyTorch's order. */
  readonly weights?: readonly (readonly [name: string, own: string, axes: readonly number[]])[];
}

type SiteOf<L> = Site & { readonly layer: L };

const NHWC = 'x.permute(0, 2, 3, 1)';

function padded(site: Site, sides: ReturnType<typeof zerosAround>, value: string): Module[] {
  const around = [...sides.columns, ...sides.rows];
  return around.every((side) => side === 0) ? [] : [{ code: `nn.ConstantPad2d(${tuple(around)}, ${value})`, layer: site.layer.name }];
}

function convolution(site: SiteOf<Conv2dLayer | DepthwiseConv2dLayer>): Module[] {
  const { kernel, bias, strides, dilation, padding, kind, name } = site.layer;
  const [kh, kw, cin, last] = kernel.shape;
  const depthwise = kind === 'depthwiseConv2d';
  const settings = [`stride=${tuple(strides)}`, `dilation=${tuple(dilation)}`, ...(depthwise ? [`groups=${cin}`] : []), ...(bias ? [] : ['bias=False'])];
  return [
    ...padded(site, zerosAround(site.input, [kh, kw], strides, dilation, padding), '0.0'),
    {
      code: `nn.Conv2d(${cin}, ${depthwise ? cin * last : last}, ${tuple([kh, kw])}, ${settings.join(', ')})`, layer: name,
      weights: [[kernel.name, 'weight', depthwise ? [2, 3, 0, 1] : [3, 2, 0, 1]], ...(bias ? [[bias.name, 'bias', [0]] as const] : [])],
    },
  ];
}

function dense({ layer: { kernel, bias, name } }: SiteOf<DenseLayer>, vector: boolean): Module[] {
  const [inputs, units] = kernel.shape;
  const withoutBias = bias ? '' : ', bias=False';
  return [{
    code: vector ? `nn.Linear(${inputs}, ${units}${withoutBias})` : `nn.Conv2d(${inputs}, ${units}, (1, 1)${withoutBias})`, layer: name,
    weights: [[kernel.name, 'weight', [1, 0]], ...(bias ? [[bias.name, 'bias', [0]] as const] : [])],
  }];
}

function batchNorm({ layer, output }: SiteOf<BatchNormLayer>, vector: boolean, mode: SnippetTask['batchNorm']): Module[] {
  const { gamma, beta, movingMean, movingVariance, epsilon, name } = layer;
  const settings = [`eps=${epsilon}`, ...(mode === 'batch' ? ['track_running_stats=False'] : [])];
  const weights = [[gamma?.name, 'weight'], [beta?.name, 'bias'], ...(mode === 'batch' ? [] : [[movingMean.name, 'running_mean'], [movingVariance.name, 'running_var']])];
  return [{
    code: `nn.BatchNorm${vector ? 1 : 2}d(${output[2]}, ${settings.join(', ')})`, layer: name,
    weights: weights.flatMap(([known, own]) => (known === undefined ? [] : [[known, own!, [0]] as const])),
  }];
}

function prelu({ layer: { alpha, name } }: SiteOf<PreluLayer>): Module[] {
  const axes = alpha.shape.length === 3 ? [2, 0, 1] : [0];
  return [{ code: `PReLU(${tuple(axes.map((axis) => alpha.shape[axis]))})`, layer: name, weights: [[alpha.name, 'alpha', axes]] }];
}

function pool(site: SiteOf<PoolLayer>): Module[] {
  const { kind, size, strides, padding, name } = site.layer;
  if (!size) return [{ code: 'Apply(lambda x: x.mean((2, 3), keepdim=True))', layer: name }];
  const around = zerosAround(site.input, size, strides, [1, 1], padding);
  const settings = `${tuple(size)}, stride=${tuple(strides)}`;
  if (kind === 'maxPool') return [...padded(site, around, "float('-inf')"), { code: `nn.MaxPool2d(${settings})`, layer: name }];
  const sides = tuple([...around.columns, ...around.rows]);
  if (padding === 'valid') return [{ code: `nn.AvgPool2d(${settings})`, layer: name }];
  // Cells of the padding do not take part.
  return [{ code: `Apply(lambda x, pad=nn.ConstantPad2d(${sides}, 0.0), mean=nn.AvgPool2d(${settings}): mean(pad(x)) / mean(pad(torch.ones_like(x))))`, layer: name }];
}

const ACTIVATIONS: Readonly<Record<ActivationLayer['function'], (number: number) => string>> = {
  linear: () => 'nn.Identity()',
  relu: () => 'nn.ReLU()',
  sigmoid: () => 'nn.Sigmoid()',
  tanh: () => 'nn.Tanh()',
  hardSigmoid: () => 'Apply(lambda x: torch.clamp(0.2 * x + 0.5, 0, 1))',
  softplus: () => 'nn.Softplus()',
  softsign: () => 'nn.Softsign()',
  elu: () => 'nn.ELU()',
  selu: () => 'nn.SELU()',
  swish: () => 'nn.SiLU()',
  gelu: () => 'nn.GELU()',
  geluNew: () => "nn.GELU(approximate='tanh')",
  mish: () => 'nn.Mish()',
  relu6: () => 'nn.ReLU6()',
  clippedRelu: (limit) => `nn.Hardtanh(0.0, ${limit})`,
  leakyRelu: (slope) => `nn.LeakyReLU(${slope})`,
  thresholdedRelu: (threshold) => `nn.Threshold(${threshold}, 0.0)`,
};

/** The modules of a layer; `vector` says whether its input is [N, F] rather than [N, C, H, W]. */
function modulesOf(site: Site, vector: boolean, mode: SnippetTask['batchNorm']): Module[] {
  const { layer, output } = site;
  const apply = (expression: string): Module[] => [{ code: `Apply(lambda x: ${expression})`, layer: layer.name }];
  switch (layer.kind) {
    case 'conv2d': case 'depthwiseConv2d': return convolution({ ...site, layer });
    case 'dense': return dense({ ...site, layer }, vector);
    case 'batchNorm': return batchNorm({ ...site, layer }, vector, mode);
    case 'prelu': return prelu({ ...site, layer });
    case 'maxPool': case 'averagePool': return pool({ ...site, layer });
    case 'globalMaxPool': return apply('x.amax((2, 3), keepdim=True)');
    case 'activation': return [{ code: ACTIVATIONS[layer.function](layer.number ?? 0), layer: layer.name }];
    case 'softmax': return [{ code: 'nn.Softmax(1)', layer: layer.name }];
    case 'zeroPadding': return padded(site, { rows: layer.padding[0], columns: layer.padding[1] }, '0.0');
    case 'flatten': return vector ? [] : apply(`${NHWC}.flatten(1)`);
    case 'reshape': return apply(`${vector ? 'x' : NHWC}.reshape(-1, ${output.join(', ')}).permute(0, 3, 1, 2)`);
    case 'identity': return [];
    case 'add': return apply('sum(x)').map(manyInputs);
    case 'concatenate': return apply('torch.cat(x, 1)').map(manyInputs);
  }
}

const manyInputs = (module: Module): Module => ({ ...module, code: module.code.replace('lambda x', 'lambda *x') });

/** What a layer makes: the number of the value, and whether it is [N, F]. */
interface Made {
  readonly value: number;
  readonly vector: boolean;
}

function modulesOfAll({ sites, batchNorm: mode }: SnippetTask): Module[] {
  const modules: Module[] = [];
  const made: Made[] = [];
  for (const site of sites) {
    const { kind, name } = site.layer;
    const inputs = site.from.map((from) => made[from] ?? { value: 0, vector: false });
    const asVectors = kind === 'dense' ? site.input[0] * site.input[1] === 1 : inputs.some(({ vector }) => vector);
    const given = inputs.map((input): Made => {
      if (!asVectors || input.vector) return input;
      modules.push({ code: 'nn.Flatten()', layer: name, takes: [input.value] });
      return { value: modules.length, vector: true };
    });
    const { vector } = given[0];
    const own = modulesOf(site, vector, mode);
    modules.push(...own.map((module, k): Module => (k === 0 ? { ...module, takes: given.map(({ value }) => value) } : module)));
    made.push({ value: own.length > 0 ? modules.length : given[0].value, vector: kind === 'flatten' || (vector && kind !== 'reshape') });
  }
  return modules;
}

/** Modules in a row, or with the values that each takes. */
function networkOf(modules: readonly Module[]): { text: string; prefix: string; graph: boolean } {
  const graph = modules.some(({ takes }, at) => takes && (takes.length > 1 || takes[0] !== at));
  const lines = modules.map(({ code, layer, takes }, at) => `    ${graph ? `(${code}, ${tuple(takes ?? [at])})` : code},  # ${at}: ${remark(layer)}`);
  return { text: `${graph ? 'Graph' : 'nn.Sequential'}(\n${lines.join('\n')}\n)`, prefix: graph ? 'layers.' : '', graph };
}

const GRAPH = `

class Graph(nn.Module):
    """Layers, each with the numbers of the values that it takes: 0 is the input, k + 1 what layer k makes."""

    def __init__(self, *layers):
        super().__init__()
        self.layers = nn.ModuleList([layer for layer, _ in layers])
        self.takes = [takes for _, takes in layers]

    def forward(self, x):
        values = [x]
        for layer, takes in zip(self.layers, self.takes):
            values.append(layer(*(values[k] for k in takes)))
        return values[-1]

`;

/** @returns the program's text; it compares with the file's J where that is dense. */
export function pytorch(task: SnippetTask): string {
  const modules = modulesOfAll(task);
  const { text, prefix, graph } = networkOf(modules);
  const weights = modules.flatMap(({ weights: own = [] }, at) => own.map(([name, key, axes]) => `    ${quoted(name)}: ('${prefix}${at}.${key}', ${tuple(axes)}),`));
  const prelus = modules.some(({ code }) => code.startsWith('PReLU'));
  const lambdas = modules.some(({ code }) => code.startsWith('Apply'));
  return `# The Jacobian of ${remark(task.of)} with respect to ${wrtInWords(task)}, in PyTorch.
# Weights and input come from the exported file: python3 THIS.py FILE.npz
import sys

import numpy as np
import torch
from torch import nn

try:
    from torch.func import functional_call, jacrev
except ImportError:  # before PyTorch 2
    from functorch import jacrev
    from torch.nn.utils.stateless import functional_call

FILE = sys.argv[1] if len(sys.argv) > 1 else ${quoted(`${task.file}.npz`)}
ROWS = 256  # pulled back together; fewer take less memory
torch.set_default_dtype(torch.float64)
stored = np.load(FILE)
${lambdas ? `

class Apply(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, *x):
        return self.function(*x)

` : ''}${graph ? GRAPH : ''}${prelus ? `

class PReLU(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.alpha = nn.Parameter(torch.zeros(shape))

    def forward(self, x):
        return torch.where(x > 0, x, self.alpha * x)

` : ''}
network = ${text}.eval()

# TensorFlow's name: PyTorch's name, and TensorFlow's axes in PyTorch's order.
WEIGHTS = {
${weights.join('\n')}
}
for name, (own, axes) in WEIGHTS.items():
    target = network.state_dict()[own]
    target.copy_(torch.from_numpy(stored['weights/' + name].transpose(axes).astype(np.float64)).reshape(target.shape))
x = torch.from_numpy(stored['input'].astype(np.float64)).permute(0, 3, 1, 2)  # [N, C, H, W]


def outputs(parameters, x):
    h = functional_call(network, parameters, (x,))
    return (h.permute(0, 2, 3, 1) if h.dim() == 4 else h).flatten()  # as (n, i, j, c)


${task.wrt === 'input' ? ofInput() : ofParameters(task.wrt)}
print('J', *J.shape)
if 'J' in stored:
    truth = torch.from_numpy(stored['J'].astype(np.float64))
    print('difference', float(torch.linalg.norm(J - truth)) / (float(torch.linalg.norm(truth)) or 1))
`;
}

function ofParameters(wrt: readonly string[]): string {
  return `WRT = [${wrt.map(quoted).join(', ')}]  # in the order of the columns
parameters = {WEIGHTS[name][0]: network.state_dict()[WEIGHTS[name][0]].clone() for name in WRT}


def columns(name, derivative):
    """[rows, PyTorch's shape] to [rows, TensorFlow's numbers]."""
    axes = WEIGHTS[name][1]
    turned = derivative.reshape(-1, *(stored['weights/' + name].shape[axis] for axis in axes))
    return turned.permute(0, *(1 + axes.index(axis) for axis in range(len(axes)))).flatten(1)


def rows(first):
    derivatives = jacrev(lambda p: outputs(p, x)[first:first + ROWS])(parameters)
    return torch.cat([columns(name, derivatives[WEIGHTS[name][0]]) for name in WRT], 1)


J = torch.cat([rows(first) for first in range(0, len(outputs(parameters, x)), ROWS)])`;
}

function ofInput(): string {
  return `def rows(first):
    derivative = jacrev(lambda x: outputs({}, x)[first:first + ROWS])(x)  # [rows, N, C, H, W]
    return derivative.permute(0, 1, 3, 4, 2).flatten(1)


J = torch.cat([rows(first) for first in range(0, len(outputs({}, x)), ROWS)])`;
}
