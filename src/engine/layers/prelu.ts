// PReLU: y = x where x is positive, else alpha·x; ∂/∂alpha = x where it is not. At zero the slope is alpha, as TensorFlow's is.
import preluAlpha from '../gpu/kernels/prelu_alpha.wgsl?raw';
import preluForward from '../gpu/kernels/prelu_forward.wgsl?raw';
import preluHead from '../gpu/kernels/prelu.wgsl?raw';
import preluPull from '../gpu/kernels/prelu_pull.wgsl?raw';
import windowHead from '../gpu/kernels/window.wgsl?raw';
import { joinedText, merged } from '../gpu/shader.ts';
import type { Dispatch } from '../gpu/compute.ts';
import type { PreluLayer } from '../model/network.ts';
import { forEachCell, mapIndex } from './hostCells.ts';
import type { LayerRule, Site } from './layer.ts';
import { cellsOf, type Shape3, volume, windowConstants } from './window.ts';

type PreluSite = Site<PreluLayer>;

/** alpha as [H, W, C]; a vector's has one axis. */
function alphaShape(layer: PreluLayer): Shape3 {
  const { shape } = layer.alpha;
  return shape.length === 1 ? [1, 1, shape[0]] : [shape[0], shape[1], shape[2]];
}

function outputShape(layer: PreluLayer, input: Shape3): Shape3 {
  const alpha = alphaShape(layer);
  if (!alpha.every((extent, axis) => extent === 1 || extent === input[axis]))
    throw new Error(`alpha of ${layer.name}: shape [${layer.alpha.shape.join(', ')}] does not fit its input ${input.join('×')}; give each axis its extent or 1`);
  return input;
}

/** Index of the alpha of cell (y, x, c). */
function alphaIndex([H, W, C]: Shape3, y: number, x: number, c: number): number {
  return ((H === 1 ? 0 : y) * W + (W === 1 ? 0 : x)) * C + (C === 1 ? 0 : c);
}

const preluConstants = (site: PreluSite) => {
  const [ALPHA_H, ALPHA_W, ALPHA_C] = alphaShape(site.layer);
  return { ALPHA_H, ALPHA_W, ALPHA_C };
};

export const prelu: LayerRule<PreluLayer> = {
  elementwise: true,
  outputShape,
  parameters: (layer) => [layer.alpha],
  pullWindow: (_site, window) => window,
  block: (site) => ({ structure: 'all', width: volume(alphaShape(site.layer)) }),
  cost: (_site, from) => ({ input: cellsOf(from), parameters: cellsOf(from) }),
  host: {
    forward(site, input, values) {
      const [alpha, shape] = [values(site.layer.alpha), alphaShape(site.layer)];
      const [H, W, C] = site.input;
      const output = input.map((x, at) => (x > 0 ? x : x * alpha[alphaIndex(shape, Math.floor(at / (C * W)) % H, Math.floor(at / C) % W, at % C)]));
      return { input, output };
    },
    pullInput(site, tape, values, cotangent, from, place, target) {
      const [alpha, shape] = [values(site.layer.alpha), alphaShape(site.layer)];
      target.fill(0);
      forEachCell(from, place, cotangent, (value, n, y, x, c, index) => {
        target[index] = tape.input[mapIndex(site.input, n, y, x, c)] > 0 ? value : value * alpha[alphaIndex(shape, y, x, c)];
      });
    },
    pullParameter(site, tape, _which, cotangent, from, place, target) {
      const shape = alphaShape(site.layer);
      target.fill(0);
      forEachCell(from, place, cotangent, (value, n, y, x, c) => {
        target[alphaIndex(shape, y, x, c)] += value * Math.min(tape.input[mapIndex(site.input, n, y, x, c)], 0);
      });
    },
  },
  device: {
    forward(site, context, input) {
      const perImage = volume(site.output);
      const [H, W, C] = site.output;
      const output = context.scratch(site.images * perImage, `${site.layer.name} output`);
      const apply: Dispatch = {
        source: joinedText(preluHead, preluForward),
        constants: merged(preluConstants(site), { H, W, C }),
        buffers: [input, context.parameter(site.layer.alpha), output],
        threads: (_first, count) => count * perImage,
        writes: [output],
      };
      return { tape: { input, output }, dispatches: [apply] };
    },
    pull(site, context, { tape, cotangent, from, to, blocks }) {
      const [block] = blocks;
      const constants = merged(windowConstants(from), preluConstants(site));
      const dispatches: Dispatch[] = [];
      if (block)
        dispatches.push({
          source: joinedText(windowHead, preluHead, preluAlpha),
          constants: merged(constants, { ROW_WIDTH: block.rowWidth, OFFSET: block.offset }),
          buffers: [cotangent, tape.input, block.buffer],
          threads: (_first, count) => count * volume(alphaShape(site.layer)),
        });
      if (to)
        dispatches.push({
          source: joinedText(windowHead, preluHead, preluPull),
          constants,
          buffers: [cotangent, tape.input, context.parameter(site.layer.alpha)],
          threads: (_first, count) => count * cellsOf(from),
        });
      return dispatches;
    },
  },
};
