// Depthwise 2-D convolution: z[y, x, c·m + q] = bias + Σ kernel[ky, kx, c, q] · x[y·s + ky·d − p, x·s + kx·d − p, c].
import convolutionHead from '../gpu/kernels/convolution.wgsl?raw';
import depthwiseForward from '../gpu/kernels/depthwise_forward.wgsl?raw';
import depthwisePullInput from '../gpu/kernels/depthwise_pull_input.wgsl?raw';
import depthwisePullKernel from '../gpu/kernels/depthwise_pull_kernel.wgsl?raw';
import windowHead from '../gpu/kernels/window.wgsl?raw';
import windowInHead from '../gpu/kernels/window_in.wgsl?raw';
import { joinedText, merged } from '../gpu/shader.ts';
import type { Dispatch } from '../gpu/compute.ts';
import type { DepthwiseConv2dLayer } from '../model/network.ts';
import { deviceChannelSum, hostChannelSum } from './channelSum.ts';
import { alongAxis, forEachTap, type Geometry, geometryConstants, pullConvWindow } from './convolution.ts';
import { forEachCell, mapIndex } from './hostCells.ts';
import type { CompactTarget, DevicePull, LayerRule, Site } from './layer.ts';
import { cellsOf, channelsOf, type Shape3, sideConstants, volume, type Window, windowConstants } from './window.ts';

type DepthwiseSite = Site<DepthwiseConv2dLayer>;

const multiplierOf = (site: DepthwiseSite) => site.layer.kernel.shape[3];

function geometryOf(site: DepthwiseSite): Geometry {
  const { layer, input, output } = site;
  const [kh, kw] = layer.kernel.shape;
  const before = (a: 0 | 1) => alongAxis(input[a], [kh, kw][a], layer.strides[a], layer.dilation[a], layer.padding).before;
  return { input, output, kernel: [kh, kw], strides: layer.strides, dilation: layer.dilation, before: [before(0), before(1)] };
}

function outputShape(layer: DepthwiseConv2dLayer, input: Shape3): Shape3 {
  const [kh, kw, cin, multiplier] = layer.kernel.shape;
  if (cin !== input[2])
    throw new Error(`kernel of ${layer.name}: ${cin} input channels where its input has ${input[2]}; give it a kernel [kh, kw, ${input[2]}, multiplier]`);
  const along = (a: 0 | 1) => alongAxis(input[a], [kh, kw][a], layer.strides[a], layer.dilation[a], layer.padding).out;
  return [along(0), along(1), cin * multiplier];
}

/** A row keeps to one channel where every channel has one filter; otherwise its cotangent is spread to all of them. */
function pullWindow(site: DepthwiseSite, window: Window): Window {
  const own = window.channels === 'own' && multiplierOf(site) === 1;
  return { ...pullConvWindow(geometryOf(site), window), channels: own ? 'own' : 'all' };
}

function hostForward(site: DepthwiseSite, x: Float64Array, kernel: Float64Array, bias: Float64Array | null): Float64Array {
  const g = geometryOf(site);
  const [Ho, Wo, C] = g.output;
  const m = multiplierOf(site);
  const z = new Float64Array(site.images * volume(g.output));
  for (let at = 0; at < z.length; at += C) {
    const position = at / C;
    if (bias) z.set(bias, at);
    const n = Math.floor(position / (Ho * Wo));
    forEachTap(g, Math.floor(position / Wo) % Ho, position % Wo, (tap, yi, xi) => {
      const from = mapIndex(g.input, n, yi, xi, 0);
      for (let c = 0; c < C; c++) z[at + c] += kernel[tap * C + c] * x[from + Math.floor(c / m)];
    });
  }
  return z;
}

const hostPullInput: LayerRule<DepthwiseConv2dLayer>['host']['pullInput'] = (site, _tape, values, cotangent, from, place, target, to, toPlace) => {
  const g = geometryOf(site);
  const kernel = values(site.layer.kernel);
  const [C, m, alive] = [g.output[2], multiplierOf(site), channelsOf(to)];
  target.fill(0);
  forEachCell(from, place, cotangent, (value, n, y, x, c) => {
    const channel = to.channels === 'own' ? 0 : Math.floor(c / m);
    forEachTap(g, y, x, (tap, yi, xi) => {
      const cell = ((n - toPlace.image) * to.size[0] + (yi - toPlace.top)) * to.size[1] + (xi - toPlace.left);
      target[cell * alive + channel] += value * kernel[tap * C + c];
    });
  });
};

const hostPullParameter: LayerRule<DepthwiseConv2dLayer>['host']['pullParameter'] = (site, tape, which, cotangent, from, place, target) => {
  if (which !== 0) return hostChannelSum(cotangent, from, place, target);
  const g = geometryOf(site);
  const own = from.channels === 'own';
  const [m, alive] = [multiplierOf(site), channelsOf(from)];
  target.fill(0);
  forEachCell(from, place, cotangent, (value, n, y, x, c) => {
    forEachTap(g, y, x, (tap, yi, xi) => {
      target[tap * alive + (own ? 0 : c)] += value * tape.input[mapIndex(g.input, n, yi, xi, Math.floor(c / m))];
    });
  });
};

function pullKernel(site: DepthwiseSite, { tape, cotangent, from }: DevicePull, target: CompactTarget): Dispatch {
  const g = geometryOf(site);
  const width = g.kernel[0] * g.kernel[1] * channelsOf(from);
  return {
    source: joinedText(windowHead, convolutionHead, depthwisePullKernel),
    constants: merged(windowConstants(from), geometryConstants(g), { MULTIPLIER: multiplierOf(site), ROW_WIDTH: target.rowWidth, OFFSET: target.offset }),
    buffers: [cotangent, tape.input, target.buffer],
    threads: (_first, count) => count * width,
  };
}

export const depthwiseConv2d: LayerRule<DepthwiseConv2dLayer> = {
  elementwise: false,
  outputShape,
  parameters: (layer) => (layer.bias ? [layer.kernel, layer.bias] : [layer.kernel]),
  pullWindow,
  block(site, which, window) {
    const own = window.channels === 'own';
    const [kh, kw] = site.layer.kernel.shape;
    return { structure: own ? 'channel' : 'all', width: (which === 0 ? kh * kw : 1) * (own ? 1 : site.output[2]) };
  },
  cost(site, from) {
    const [kh, kw] = site.layer.kernel.shape;
    return { input: cellsOf(from) * kh * kw, parameters: cellsOf(from) * (kh * kw + 1) };
  },
  host: {
    forward: (site, input, values) => ({ input, output: hostForward(site, input, values(site.layer.kernel), site.layer.bias && values(site.layer.bias)) }),
    pullInput: hostPullInput,
    pullParameter: hostPullParameter,
  },
  device: {
    forward(site, context, input) {
      const perImage = volume(site.output);
      const output = context.scratch(site.images * perImage, `${site.layer.name} output`);
      const bias = site.layer.bias ? context.parameter(site.layer.bias) : context.constant(site.output[2], 0);
      const apply: Dispatch = {
        source: joinedText(convolutionHead, depthwiseForward),
        constants: merged(geometryConstants(geometryOf(site)), { MULTIPLIER: multiplierOf(site), LAYER: site.at }),
        buffers: [input, context.parameter(site.layer.kernel), bias, output, context.notFinite],
        threads: (_first, count) => count * perImage,
        writes: [output],
      };
      return { tape: { input, output }, dispatches: [apply] };
    },
    pull(site, context, pull) {
      const { cotangent, from, target, to, blocks } = pull;
      const dispatches: Dispatch[] = [];
      if (blocks[0]) dispatches.push(pullKernel(site, pull, blocks[0]));
      if (blocks[1]) dispatches.push(deviceChannelSum(cotangent, from, blocks[1]));
      if (!target || !to) return dispatches;
      const cells = cellsOf(to);
      dispatches.push({
        source: joinedText(windowHead, windowInHead, convolutionHead, depthwisePullInput),
        constants: merged(windowConstants(from), sideConstants(to, '_IN'), geometryConstants(geometryOf(site)), { MULTIPLIER: multiplierOf(site) }),
        buffers: [cotangent, context.parameter(site.layer.kernel), target],
        threads: (_first, count) => count * cells,
      });
      return dispatches;
    },
  },
};
