// Elementwise activations: each supplies f and f′. ReLU's derivative at exactly zero is zero, as TensorFlow's is.
import activationForward from '../gpu/kernels/activation_forward.wgsl?raw';
import activationFunctions from '../gpu/kernels/activation_functions.wgsl?raw';
import activationPull from '../gpu/kernels/activation_pull.wgsl?raw';
import windowHead from '../gpu/kernels/window.wgsl?raw';
import type { ActivationFunction, ActivationLayer } from '../model/network.ts';
import { forEachCell, mapIndex } from './hostCells.ts';
import { foldSlope } from './fold.ts';
import type { LayerRule } from './layer.ts';
import { cellsOf, volume, windowConstants } from './window.ts';

interface Elementwise {
  /** Number of the function in activation_functions.wgsl. */
  readonly code: number;
  readonly f: (x: number) => number;
  readonly derivative: (x: number) => number;
}

const sigmoid = (x: number) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));

const elementwise: Readonly<Record<ActivationFunction, Elementwise>> = {
  linear: { code: 0, f: (x) => x, derivative: () => 1 },
  relu: { code: 1, f: (x) => Math.max(x, 0), derivative: (x) => (x > 0 ? 1 : 0) },
  sigmoid: { code: 2, f: sigmoid, derivative: (x) => sigmoid(x) * sigmoid(-x) },
  tanh: { code: 3, f: Math.tanh, derivative: (x) => 1 - Math.tanh(x) ** 2 },
};

export const activation: LayerRule<ActivationLayer> = {
  elementwise: true,
  outputShape: (_layer, input) => input,
  parameters: () => [],
  pullWindow: (_site, window) => window,
  cost: (_site, from) => ({ input: cellsOf(from), parameters: 0 }),
  host: {
    forward(site, input) {
      const { f } = elementwise[site.layer.function];
      return { input, output: input.map((x) => f(x)) };
    },
    pullInput(site, tape, _values, cotangent, from, place, target) {
      const { derivative } = elementwise[site.layer.function];
      target.fill(0);
      forEachCell(from, place, cotangent, (value, n, y, x, c, index) => {
        target[index] = value * derivative(tape.input[mapIndex(site.input, n, y, x, c)]);
      });
    },
  },
  device: {
    forward(site, context, input) {
      const perImage = volume(site.output);
      const output = context.scratch(site.images * perImage, `${site.layer.name} output`);
      const apply = {
        source: activationFunctions + activationForward,
        constants: { FUNCTION: elementwise[site.layer.function].code, PER_IMAGE: perImage },
        buffers: [input, output],
        threads: (_first: number, count: number) => count * perImage,
        writes: output,
      };
      return { tape: { input, output }, dispatches: [apply] };
    },
    fold: (site, _context, fold, tape) => foldSlope(fold, tape, activationFunctions, { FUNCTION: elementwise[site.layer.function].code }),
    gate: (site, _context, { tape }) => ({ kind: 'slope', input: tape.input, code: elementwise[site.layer.function].code }),
    pull(site, _context, { tape, cotangent, from, to }) {
      if (!to) return [];
      const cells = cellsOf(from);
      return [
        {
          source: windowHead + activationFunctions + activationPull,
          constants: { ...windowConstants(from), FUNCTION: elementwise[site.layer.function].code },
          buffers: [cotangent, tape.input],
          threads: (_first, count) => count * cells,
        },
      ];
    },
  },
};
