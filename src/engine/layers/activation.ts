// Elementwise activations: each supplies f and f′.
import activationForward from '../gpu/kernels/activation_forward.wgsl?raw';
import activationFunctions from '../gpu/kernels/activation_functions.wgsl?raw';
import activationPull from '../gpu/kernels/activation_pull.wgsl?raw';
import windowHead from '../gpu/kernels/window.wgsl?raw';
import { joinedText, merged } from '../gpu/shader.ts';
import type { ActivationFunction, ActivationLayer } from '../model/network.ts';
import { erfc } from './erfc.ts';
import { forEachCell, mapIndex } from './hostCells.ts';
import { foldSlope } from './fold.ts';
import type { Elementwise, LayerRule } from './layer.ts';
import { cellsOf, volume, windowConstants } from './window.ts';

interface Activation {
  /** Number of the function in activation_functions.wgsl. */
  readonly code: number;
  readonly f: (x: number, number: number) => number;
  readonly derivative: (x: number, number: number) => number;
  /** Inputs, ascending, at which f or f′ jumps; left out where neither does. */
  readonly jumps?: (number: number) => readonly number[];
}

const atZero = () => [0];
const sigmoid = (x: number) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));
const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** Klambauer et al. 2017, as TensorFlow.js rounds them. */
const SELU_SCALE = 1.0507009873554805;
const SELU_SCALE_ALPHA = 1.7580993408473768;

/** Standard normal density and distribution. */
const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
const distribution = (x: number) => erfc(-x / Math.SQRT2) / 2;

const geluNewInner = (x: number) => Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);

/**
 * f and f′ of each activation, TensorFlow.js's own: at a kink f′ is 0 for relu at 0, relu6 at 0 and 6, clippedRelu at 0 and
 * thresholdedRelu at its threshold; 1 for clippedRelu at its limit; the number for leakyRelu at 0; 0.2 for hardSigmoid at both ends.
 */
const activations: Readonly<Record<ActivationFunction, Activation>> = {
  linear: { code: 0, f: (x) => x, derivative: () => 1 },
  relu: { code: 1, f: (x) => Math.max(x, 0), derivative: (x) => (x > 0 ? 1 : 0), jumps: atZero },
  sigmoid: { code: 2, f: sigmoid, derivative: (x) => sigmoid(x) * sigmoid(-x) },
  tanh: { code: 3, f: Math.tanh, derivative: (x) => 4 * sigmoid(2 * x) * sigmoid(-2 * x) },
  clippedRelu: { code: 4, f: (x, limit) => Math.min(Math.max(x, 0), limit), derivative: (x, limit) => (x > 0 && x <= limit ? 1 : 0), jumps: (limit) => [0, limit] },
  leakyRelu: { code: 5, f: (x, alpha) => (x > 0 ? x : alpha * x), derivative: (x, alpha) => (x > 0 ? 1 : alpha), jumps: atZero },
  thresholdedRelu: { code: 6, f: (x, threshold) => (x > threshold ? x : 0), derivative: (x, threshold) => (x > threshold ? 1 : 0), jumps: (threshold) => [threshold] },
  elu: { code: 7, f: (x) => (x > 0 ? x : Math.expm1(x)), derivative: (x) => (x > 0 ? 1 : Math.exp(x)) },
  selu: { code: 8, f: (x) => (x > 0 ? SELU_SCALE * x : SELU_SCALE_ALPHA * Math.expm1(x)), derivative: (x) => (x > 0 ? SELU_SCALE : SELU_SCALE_ALPHA * Math.exp(x)), jumps: atZero },
  softplus: { code: 9, f: softplus, derivative: sigmoid },
  softsign: { code: 10, f: (x) => x / (1 + Math.abs(x)), derivative: (x) => 1 / (1 + Math.abs(x)) ** 2 },
  hardSigmoid: { code: 11, f: (x) => Math.min(Math.max(0.2 * x + 0.5, 0), 1), derivative: (x) => (x >= -2.5 && x <= 2.5 ? 0.2 : 0), jumps: () => [-2.5, 2.5] },
  swish: { code: 12, f: (x) => x * sigmoid(x), derivative: (x) => sigmoid(x) * (1 + x * sigmoid(-x)) },
  gelu: { code: 13, f: (x) => x * distribution(x), derivative: (x) => distribution(x) + x * density(x) },
  geluNew: {
    code: 14,
    f: (x) => x * sigmoid(2 * geluNewInner(x)),
    derivative(x) {
      const inner = 2 * geluNewInner(x);
      const slope = 2 * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
      return sigmoid(inner) + x * sigmoid(inner) * sigmoid(-inner) * slope;
    },
  },
  relu6: { code: 16, f: (x) => Math.min(Math.max(x, 0), 6), derivative: (x) => (x > 0 && x < 6 ? 1 : 0), jumps: () => [0, 6] },
  mish: {
    code: 15,
    f: (x) => x * Math.tanh(softplus(x)),
    derivative(x) {
      const t = Math.tanh(softplus(x));
      return t + x * (1 - t * t) * sigmoid(x);
    },
  },
};

/** What activation_functions.wgsl has to be told. */
export function activationConstants(layer: ActivationLayer): Record<string, number> {
  return { FUNCTION: activations[layer.function].code, NUMBER: layer.number ?? 0 };
}

const elementwiseOf = (layer: ActivationLayer): Elementwise => ({ source: activationFunctions, constants: activationConstants(layer) });

/** f(x) and f′(x). */
export function activationAt(layer: ActivationLayer, x: number): [number, number] {
  const { f, derivative } = activations[layer.function];
  return [f(x, layer.number ?? 0), derivative(x, layer.number ?? 0)];
}

/** Inputs at which the slope jumps, ascending. */
export function jumpsOf(layer: ActivationLayer): readonly number[] {
  return activations[layer.function].jumps?.(layer.number ?? 0) ?? [];
}

const numberOf = (site: { layer: ActivationLayer }) => site.layer.number ?? 0;

export const activation: LayerRule<ActivationLayer> = {
  elementwise: true,
  outputShape: (_layer, input) => input,
  parameters: () => [],
  pullWindow: (_site, window) => window,
  cost: (_site, from) => ({ input: cellsOf(from), parameters: 0 }),
  host: {
    forward(site, input) {
      const { f } = activations[site.layer.function];
      return { input, output: input.map((x) => f(x, numberOf(site))) };
    },
    pullInput(site, tape, _values, cotangent, from, place, target) {
      const { derivative } = activations[site.layer.function];
      target.fill(0);
      forEachCell(from, place, cotangent, (value, n, y, x, c, index) => {
        target[index] = value * derivative(tape.input[mapIndex(site.input, n, y, x, c)], numberOf(site));
      });
    },
  },
  device: {
    elementwise: ({ layer }) => elementwiseOf(layer),
    forward(site, context, input) {
      const perImage = volume(site.output);
      const output = context.scratch(site.images * perImage, `${site.layer.name} output`);
      const apply = {
        source: joinedText(activationFunctions, activationForward),
        constants: merged(activationConstants(site.layer), { PER_IMAGE: perImage }),
        buffers: [input, output],
        threads: (_first: number, count: number) => count * perImage,
        writes: [output],
      };
      return { tape: { input, output }, dispatches: [apply] };
    },
    fold: (site, _context, fold, tape) => foldSlope(fold, tape, elementwiseOf(site.layer)),
    gate: (site, _context, { tape }) => ({ kind: 'slope', input: tape.input, constants: activationConstants(site.layer) }),
    pull(site, _context, { tape, cotangent, from, to }) {
      if (!to) return [];
      const cells = cellsOf(from);
      return [
        {
          source: joinedText(windowHead, activationFunctions, activationPull),
          constants: merged(windowConstants(from), activationConstants(site.layer)),
          buffers: [cotangent, tape.input],
          threads: (_first, count) => count * cells,
        },
      ];
    },
  },
};
