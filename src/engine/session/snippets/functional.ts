// A network as the body of a Python function of weights `w` and images `x`, a line for each layer; maps stay [N, H, W, C],
// vectors [N, 1, 1, F]. Knows a language only by its words.
import type { ActivationLayer, BatchNormLayer, Conv2dLayer, DepthwiseConv2dLayer, Layer, Padding, Pair, Parameter } from '../../model/network.ts';
import type { Site } from '../../layers/layer.ts';
import type { Shape3 } from '../../layers/window.ts';
import { quoted, remark, type SnippetTask } from './task.ts';

/** Expressions of `x`, which is a map of `input`. */
export interface Words {
  readonly activation: (layer: ActivationLayer) => string;
  readonly convolution: (kernel: string, layer: Conv2dLayer, input: Shape3) => string;
  readonly depthwise: (kernel: string, layer: DepthwiseConv2dLayer, input: Shape3) => string;
  readonly maxPool: (size: Pair, strides: Pair, padding: Padding) => string;
  /** Without the cells of the padding. */
  readonly averagePool: (size: Pair, strides: Pair, padding: Padding) => string;
  /** Over the map. */
  readonly mean: string;
  readonly max: string;
  readonly pad: (sides: readonly [Pair, Pair]) => string;
  readonly softmax: string;
  readonly reshape: (shape: readonly number[]) => string;
  readonly where: (positive: string, otherwise: string) => string;
  /** Along the channels. */
  readonly concatenate: (values: readonly string[]) => string;
  readonly root: (of: string) => string;
  /** Mean and variance of each channel, over images and cells. */
  readonly moments: readonly [mean: string, variance: string];
}

const weight = ({ name }: Parameter) => `w[${quoted(name)}]`;
const plus = (bias: Parameter | null) => (bias ? ` + ${weight(bias)}` : '');

/** What a layer further up takes too is kept under a name of its own; −1: the images. */
const kept = (at: number) => (at < 0 ? 'given' : `kept${at}`);

export function functionOf({ sites, batchNorm }: SnippetTask, words: Words): string {
  const usedLater = new Set(sites.flatMap(({ from, at }) => from.filter((input) => from.length > 1 || input !== at - 1)));
  const lines = sites.flatMap((site) => {
    const { at, from, layer } = site;
    const back = from.length === 1 && from[0] !== at - 1 ? [`x = ${kept(from[0])}`] : [];
    return [...back, ...linesOf(site, words, batchNorm), ...(usedLater.has(at) ? [`${kept(at)} = x`] : [])].map((line) => `    ${line}  # ${remark(layer.name)}`);
  });
  return [...(usedLater.has(-1) ? [`    ${kept(-1)} = x`] : []), ...lines].join('\n');
}

function linesOf(site: Site, words: Words, mode: SnippetTask['batchNorm']): string[] {
  const { layer } = site;
  if (layer.kind === 'identity') return [];
  if (layer.kind === 'batchNorm') return normalised(layer, words, mode);
  return [`x = ${expressionOf(layer, site, words)}`];
}

function expressionOf(layer: Exclude<Layer, { kind: 'identity' | 'batchNorm' }>, { input, output, from }: Site, words: Words): string {
  switch (layer.kind) {
    case 'conv2d': return words.convolution(weight(layer.kernel), layer, input) + plus(layer.bias);
    case 'depthwiseConv2d': return words.depthwise(weight(layer.kernel), layer, input) + plus(layer.bias);
    case 'dense': return `x @ ${weight(layer.kernel)}${plus(layer.bias)}`;
    case 'activation': return words.activation(layer);
    case 'prelu': return words.where('x', `${weight(layer.alpha)} * x`);
    case 'maxPool': return words.maxPool(layer.size!, layer.strides, layer.padding);
    case 'averagePool': return layer.size ? words.averagePool(layer.size, layer.strides, layer.padding) : words.mean;
    case 'globalMaxPool': return words.max;
    case 'softmax': return words.softmax;
    case 'zeroPadding': return words.pad(layer.padding);
    case 'flatten': case 'reshape': return words.reshape(output);
    case 'add': return valuesOf(from).join(' + ');
    case 'concatenate': return words.concatenate(valuesOf(from));
  }
}

/** Of a layer with one input that is the one below it, too: `x` is then at hand. */
const valuesOf = (from: readonly number[]) => (from.length === 1 ? ['x'] : from.map(kept));

function normalised({ gamma, beta, movingMean, movingVariance, epsilon }: BatchNormLayer, words: Words, mode: SnippetTask['batchNorm']): string[] {
  const [mean, variance] = mode === 'batch' ? ['mean', 'variance'] : [weight(movingMean), weight(movingVariance)];
  const scaled = `x = (x - ${mean}) / ${words.root(`${variance} + ${epsilon}`)}${gamma ? ` * ${weight(gamma)}` : ''}${plus(beta)}`;
  return mode === 'batch' ? [`mean, variance = ${words.moments.join(', ')}`, scaled] : [scaled];
}
