// The program for MATLAB: a dlnetwork, and dlgradient for one row after another. Axes are MATLAB's, as in the exported file.
import { EngineFault } from '../../engineError.ts';
import { matlabNames } from '../../export/matlabNames.ts';
import { parametersOf } from '../../jacobian/parameters.ts';
import type { Site } from '../../layers/layer.ts';
import type { ActivationLayer, BatchNormLayer, Conv2dLayer, DenseLayer, DepthwiseConv2dLayer, Parameter, PoolLayer } from '../../model/network.ts';
import { flattenedMap } from '../exportSource.ts';
import { remark, type SnippetTask, wrtInWords, zerosAround } from './task.ts';

/** One layer of the dlnetwork. */
interface MatlabLayer {
  readonly layer: string;
  /** `convolution2dLayer([5 5], 20, …` without its name and the closing bracket. */
  readonly code: string;
  /** Parameters: the name in TensorFlow, the property, and how a gradient `g` becomes the file's array. */
  readonly weights?: readonly (readonly [name: string, property: string, turned: string])[];
}

type SiteOf<L> = Site & { readonly layer: L };
type Variable = (parameter: Parameter) => string;

const list = (values: readonly number[]) => `[${values.join(' ')}]`;
const channels = (stored: string) => `reshape(${stored}, 1, 1, [])`;
const paddingOf = ({ rows, columns }: ReturnType<typeof zerosAround>) => list([...rows, ...columns]);
const zeros = (count: number) => `zeros(1, 1, ${count})`;

function convolution({ layer, input }: SiteOf<Conv2dLayer>, stored: Variable): MatlabLayer {
  const { kernel, bias, strides, dilation, padding, name } = layer;
  const [kh, kw, , filters] = kernel.shape;
  const settings = `'Stride', ${list(strides)}, 'DilationFactor', ${list(dilation)}, 'Padding', ${paddingOf(zerosAround(input, [kh, kw], strides, dilation, padding))}`;
  return {
    layer: name, code: `convolution2dLayer(${list([kh, kw])}, ${filters}, ${settings}, 'Weights', ${stored(kernel)}, 'Bias', ${bias ? channels(stored(bias)) : zeros(filters)}`,
    weights: [[kernel.name, 'Weights', 'g'], ...(bias ? [[bias.name, 'Bias', 'g'] as const] : [])],
  };
}

/** MATLAB has a group's kernels as [h w 1 multiplier channels]. */
function depthwise({ layer, input }: SiteOf<DepthwiseConv2dLayer>, stored: Variable): MatlabLayer {
  const { kernel, bias, strides, dilation, padding, name } = layer;
  const [kh, kw, cin, multiplier] = kernel.shape;
  const settings = `'Stride', ${list(strides)}, 'DilationFactor', ${list(dilation)}, 'Padding', ${paddingOf(zerosAround(input, [kh, kw], strides, dilation, padding))}`;
  const offset = bias ? `reshape(${stored(bias)}, 1, 1, ${multiplier}, ${cin})` : `zeros(1, 1, ${multiplier}, ${cin})`;
  return {
    layer: name,
    code: `groupedConvolution2dLayer(${list([kh, kw])}, ${multiplier}, ${cin}, ${settings}, 'Weights', permute(${stored(kernel)}, [1 2 5 4 3]), 'Bias', ${offset}`,
    weights: [[kernel.name, 'Weights', 'permute(g, [1 2 5 4 3])'], ...(bias ? [[bias.name, 'Bias', 'g'] as const] : [])],
  };
}

function dense({ layer: { kernel, bias, name }, input }: SiteOf<DenseLayer>, stored: Variable, onMap: boolean): MatlabLayer {
  const [inputs, units] = kernel.shape;
  if (!onMap || input[0] * input[1] === 1)
    return {
      layer: name, code: `fullyConnectedLayer(${units}, 'Weights', ${stored(kernel)}, 'Bias', ${bias ? `${stored(bias)}(:)` : `zeros(${units}, 1)`}`,
      weights: [[kernel.name, 'Weights', 'g'], ...(bias ? [[bias.name, 'Bias', 'g'] as const] : [])],
    };
  return {
    layer: name, code: `convolution2dLayer([1 1], ${units}, 'Weights', reshape(${stored(kernel)}', 1, 1, ${inputs}, ${units}), 'Bias', ${bias ? channels(stored(bias)) : zeros(units)}`,
    weights: [[kernel.name, 'Weights', `reshape(g, ${inputs}, ${units})'`], ...(bias ? [[bias.name, 'Bias', 'g'] as const] : [])],
  };
}

function batchNorm({ layer, output }: SiteOf<BatchNormLayer>, stored: Variable, vector: boolean): MatlabLayer {
  const { gamma, beta, movingMean, movingVariance, epsilon, name } = layer;
  const shaped = (values: string) => (vector ? `reshape(${values}, [], 1)` : `reshape(${values}, 1, 1, [])`);
  const [scale, offset] = [gamma ? stored(gamma) : `ones(${output[2]}, 1)`, beta ? stored(beta) : `zeros(${output[2]}, 1)`];
  return {
    layer: name,
    code: `batchNormalizationLayer('Epsilon', ${epsilon}, 'TrainedMean', ${shaped(stored(movingMean))}, 'TrainedVariance', ${shaped(stored(movingVariance))}, 'Scale', ${shaped(scale)}, 'Offset', ${shaped(offset)}`,
    weights: [...(gamma ? [[gamma.name, 'Scale', 'g'] as const] : []), ...(beta ? [[beta.name, 'Offset', 'g'] as const] : [])],
  };
}

function pool({ layer, input }: SiteOf<PoolLayer>): MatlabLayer {
  const { kind, size, strides, padding, name } = layer;
  if (!size) return { layer: name, code: 'globalAveragePooling2dLayer(' };
  const settings = `${list(size)}, 'Stride', ${list(strides)}, 'Padding', ${paddingOf(zerosAround(input, size, strides, [1, 1], padding))}`;
  return { layer: name, code: kind === 'maxPool' ? `maxPooling2dLayer(${settings}` : `averagePooling2dLayer(${settings}, 'PaddingValue', 'mean'` };
}

const elementwise = (expression: string) => `functionLayer(@(x) ${expression}`;
const SOFTPLUS = 'max(x, 0) + log(1 + exp(-abs(x)))';

const ACTIVATIONS: Readonly<Record<ActivationLayer['function'], (number: number) => string>> = {
  linear: () => elementwise('x'),
  relu: () => 'reluLayer(',
  sigmoid: () => 'sigmoidLayer(',
  tanh: () => 'tanhLayer(',
  hardSigmoid: () => elementwise('min(max(0.2 * x + 0.5, 0), 1)'),
  softplus: () => elementwise(SOFTPLUS),
  softsign: () => elementwise('x ./ (1 + abs(x))'),
  elu: () => 'eluLayer(1',
  selu: () => elementwise('1.0507009873554805 * max(x, 0) + 1.7580993408473768 * (exp(min(x, 0)) - 1)'),
  swish: () => 'swishLayer(',
  gelu: () => 'geluLayer(',
  geluNew: () => "geluLayer('Approximation', 'tanh'",
  mish: () => elementwise(`x .* tanh(${SOFTPLUS})`),
  relu6: () => 'clippedReluLayer(6',
  clippedRelu: (limit) => `clippedReluLayer(${limit}`,
  leakyRelu: (slope) => `leakyReluLayer(${slope}`,
  thresholdedRelu: (threshold) => elementwise(`x .* (x > ${threshold})`),
};

const formatted = (call: string) => `functionLayer(@(x) ${call}, 'Formattable', true`;

/** `consumed`: a dense layer above takes the map in MATLAB's own order. */
function layerOf(site: Site, stored: Variable, vector: boolean, consumed: boolean): MatlabLayer | null {
  const { layer, output } = site;
  const plain = (code: string): MatlabLayer => ({ layer: layer.name, code });
  switch (layer.kind) {
    case 'conv2d': return convolution({ ...site, layer }, stored);
    case 'depthwiseConv2d': return depthwise({ ...site, layer }, stored);
    case 'dense': return dense({ ...site, layer }, stored, !vector);
    case 'batchNorm': return batchNorm({ ...site, layer }, stored, vector);
    case 'maxPool': case 'averagePool': return pool({ ...site, layer });
    case 'globalMaxPool': return plain('globalMaxPooling2dLayer(');
    case 'activation': return plain(ACTIVATIONS[layer.function](layer.number ?? 0));
    case 'softmax': return plain('softmaxLayer(');
    case 'zeroPadding': return plain(formatted(`padded(x, ${layer.padding.flat().join(', ')})`));
    case 'flatten': return vector ? null : plain(consumed ? 'flattenLayer(' : formatted('flattened(x)'));
    case 'reshape': return plain(formatted(`reshaped(x, ${list(output)})`));
    case 'identity': return null;
    case 'prelu': case 'add': case 'concatenate':
      throw new EngineFault('snippet', `snippet: layer ${layer.name} (${layer.kind}) cannot be written for MATLAB here; take another language`);
  }
}

function networkOf({ sites }: SnippetTask, stored: Variable): MatlabLayer[] {
  const layers: MatlabLayer[] = [];
  let vector = false;
  sites.forEach((site, at) => {
    const consumer = sites.findIndex((_, above) => above > at && flattenedMap(sites, above) === site.input);
    const layer = layerOf(site, stored, vector, consumer > at);
    if (layer) layers.push(layer);
    const { kind } = site.layer;
    vector = kind === 'flatten' || (kind === 'dense' && site.input[0] * site.input[1] === 1) || (vector && kind !== 'reshape');
  });
  return layers;
}

/** Names of the weights' variables, as the export gives them: in the order of the layers. */
function variables(sites: readonly Site[]): Variable {
  const names = sites.flatMap(({ layer }) => parametersOf(layer).map(({ name }) => name));
  const known = new Map(matlabNames(names.map((name) => `weights/${name}`)).map((variable, at) => [names[at], variable]));
  return ({ name }) => `s.${known.get(name)}`;
}

/** @returns the program's text; it compares with the file's J where that is dense. @throws where MATLAB has no layer of the kind. */
export function matlab(task: SnippetTask): string {
  const layers = networkOf(task, variables(task.sites));
  const names = matlabNames(layers.map(({ layer }) => layer));
  const [H, W, C] = task.sites[0].input;
  const { wrt } = task;
  const pass = task.batchNorm === 'batch' ? 'forward(net, X);  % statistics of these images' : 'predict(net, X);';
  return `% The Jacobian of ${remark(task.of)} with respect to ${wrtInWords(task)}, in MATLAB (Deep Learning Toolbox).
% Weights and input come from the exported .mat file. One dlgradient for each row, as dljacobian is for a network's inputs only.
file = '${task.file.replaceAll("'", "''")}.mat';
s = load(file);
layers = [
    imageInputLayer(${list([H, W, C])}, 'Normalization', 'none', 'Name', 'images')
${layers.map(({ code }, at) => `    ${code}${/[({]$/.test(code) ? '' : ', '}'Name', '${names[at]}')`).join('\n')}
];
net = dlnetwork(layers);
X = dlarray(single(s.input), 'SSCB');  % [H W C N]
${wrt === 'input' ? '' : wantedOf(wrt, layers, names)}[J, h] = dlfeval(@rows, net, X${wrt === 'input' ? '' : ', wanted'});
fprintf('J %d %d\\n', size(J));
if isfield(s, 'J')
    fprintf('difference %g\\n', norm(J - s.J, 'fro') / max(norm(s.J, 'fro'), realmin));
end

function [J, h] = rows(net, X${wrt === 'input' ? '' : ', wanted'})
    H = ${pass}
    H = stripdims(H);  % [H W C N] or [C N], first index fastest, as the rows of the file
${wrt === 'input' ? '    values = {X};\n    turned = {@(g) g};' : `    learnables = net.Learnables;
    values = cell(size(wanted, 1), 1);
    for k = 1:size(wanted, 1)
        values{k} = learnables.Value{learnables.Layer == wanted{k, 1} & learnables.Parameter == wanted{k, 2}};
    end
    turned = wanted(:, 3);`}
    J = zeros(numel(H), sum(cellfun(@numel, values)), 'single');
    for r = 1:numel(H)
        gradients = dlgradient(H(r), values, 'RetainData', true);
        gradients = cellfun(@(g, turn) reshape(turn(extractdata(g)), 1, []), gradients(:), turned(:), 'UniformOutput', false);
        J(r, :) = [gradients{:}];
    end
    h = extractdata(H);
end
${helpersOf(layers)}`;
}

/** Layer, parameter, and how its gradient becomes the array of the file, in the order of the columns. */
function wantedOf(wrt: readonly string[], layers: readonly MatlabLayer[], names: readonly string[]): string {
  const lines = wrt.map((wanted) => {
    const at = layers.findIndex(({ weights = [] }) => weights.some(([name]) => name === wanted));
    const [, property, turned] = layers[at].weights!.find(([name]) => name === wanted)!;
    return `    '${names[at]}', '${property}', @(g) ${turned}  % ${remark(wanted)}`;
  });
  return `wanted = {\n${lines.join('\n')}\n};\n`;
}

const HELPERS: Readonly<Record<string, string>> = {
  padded: `
function Y = padded(X, above, below, left, right)
    x = stripdims(X);
    Y = zeros([size(x, 1) + above + below, size(x, 2) + left + right, size(x, 3), size(x, 4)], 'like', x);
    Y(above + (1:size(x, 1)), left + (1:size(x, 2)), :, :) = x;
    Y = dlarray(Y, 'SSCB');
end
`,
  flattened: `
function Y = flattened(X)  % channels fastest, then columns, then rows, as TensorFlow does
    x = permute(stripdims(X), [3 2 1 4]);
    Y = dlarray(reshape(x, [], size(x, 4)), 'CB');
end
`,
  reshaped: `
function Y = reshaped(X, extents)  % in TensorFlow's order: channels fastest, then columns, then rows
    x = stripdims(X);
    if any(dims(X) == 'S')
        x = permute(x, [3 2 1 4]);
        images = size(x, 4);
    else
        images = size(x, 2);
    end
    Y = dlarray(permute(reshape(x, [extents([3 2 1]) images]), [3 2 1 4]), 'SSCB');
end
`,
};

function helpersOf(layers: readonly MatlabLayer[]): string {
  return Object.entries(HELPERS).map(([name, text]) => (layers.some(({ code }) => code.includes(`@(x) ${name}(`)) ? text : '')).join('');
}
