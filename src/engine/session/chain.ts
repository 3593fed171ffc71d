// The chain rule between one unit and the convolution under it, with its numbers. Works on host numbers; knows no device.
import { activationAt } from '../layers/activation.ts';
import { type ActivationLayer, type BatchNormLayer, inputsOf, type Layer, type Network, type Parameter } from '../model/network.ts';
import type { ChainFactor } from '../protocol.ts';

/** Layers that a unit of layer `of` passes through on its way down. */
export interface Chain {
  /** Index of the convolution in `network.layers`. */
  readonly convolution: number;
  /** From the convolution upwards. */
  readonly links: readonly (BatchNormLayer | ActivationLayer)[];
}

/** Null when `of` is not a convolution with only batch norms and activations above it. */
export function chainUnder(network: Network, of: string): Chain | null {
  const top = network.layers.map((layer) => layer.name).lastIndexOf(of);
  const links: (BatchNormLayer | ActivationLayer)[] = [];
  for (let at = top; at >= 0; [at] = inputsOf(network.layers[at], at)) {
    const layer = network.layers[at];
    if (layer.kind === 'conv2d') return { convolution: at, links };
    if (!isLink(layer)) return null;
    links.unshift(layer);
  }
  return null;
}

/** The network up to and including the convolution, without an activation fused to it. */
export function upToConvolution(network: Network, { convolution }: Chain): Network {
  return { ...network, layers: network.layers.slice(0, convolution + 1) };
}

/** The factors from the unit downwards, given the convolution's output `z` in the unit's channel. In inference mode. */
export function chainFactors({ links }: Chain, channel: number, z: number): ChainFactor[] {
  const factors: ChainFactor[] = [];
  let value = z;
  for (const layer of links) {
    const factor = layer.kind === 'batchNorm' ? batchNormFactor(layer, channel, value) : activationFactor(layer, value);
    value = factor.output;
    factors.unshift(factor);
  }
  return factors;
}

/** Why a row of nothing but zeros is so; null when no activation on the way is off. */
export function whyOff(chain: readonly ChainFactor[]): string | null {
  const off = chain.find((factor) => factor.kind === 'activation' && factor.derivative === 0);
  if (off?.kind !== 'activation') return null;
  if (off.function !== 'relu') return `The derivative of ${off.layer} is zero here, so this row is zero.`;
  const where = off.input === 0 ? 'exactly zero' : `${written(off.input)}, below zero`;
  return `This activation is off: its input is ${where}, so its row is zero.`;
}

function isLink(layer: Layer): layer is BatchNormLayer | ActivationLayer {
  return layer.kind === 'batchNorm' || layer.kind === 'activation';
}

function batchNormFactor(layer: BatchNormLayer, channel: number, input: number): Extract<ChainFactor, { kind: 'batchNorm' }> {
  const mean = at(layer.movingMean, channel);
  const sigma = Math.sqrt(at(layer.movingVariance, channel) + layer.epsilon);
  const gamma = layer.gamma ? at(layer.gamma, channel) : 1;
  const beta = layer.beta ? at(layer.beta, channel) : 0;
  const normalised = (input - mean) / sigma;
  return { kind: 'batchNorm', layer: layer.name, gamma, beta, mean, sigma, input, normalised, output: gamma * normalised + beta };
}

function activationFactor(layer: ActivationLayer, input: number): Extract<ChainFactor, { kind: 'activation' }> {
  const [output, derivative] = activationAt(layer, input);
  return { kind: 'activation', layer: layer.name, function: layer.function, input, output, derivative };
}

function at({ values, name }: Parameter, index: number): number {
  if ('buffer' in values && values.buffer instanceof ArrayBuffer) return (values as Float32Array)[index];
  throw new Error(`parameter: ${name} is on the device; read the network back to the host first`);
}

/** Three figures, with a real minus sign. */
function written(value: number): string {
  return Number(value.toPrecision(3)).toString().replace('-', '−');
}
