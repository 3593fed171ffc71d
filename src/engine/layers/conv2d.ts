// 2-D convolution, channels last: any stride, dilation and padding.
import type { Conv2dLayer } from '../model/network.ts';
import { hostChannelSum } from './channelSum.ts';
import {
  alongAxis, devicePullInput, devicePullParameters, type Geometry,
  hostConvForward, hostPullInput, hostPullKernel, pullConvWindow,
} from './convolution.ts';
import { convolve } from './convolve.ts';
import { BIAS } from './epilogue.ts';
import type { LayerRule, Site } from './layer.ts';
import { cellsOf, type Shape3, volume } from './window.ts';

/** Terms from which a sum is added up in parts, so that its error does not grow with its length. */
const LONG = 256;

function geometryOf(site: Site<Conv2dLayer>): Geometry {
  const { layer, input, output } = site;
  const [kh, kw] = layer.kernel.shape;
  const before = (a: 0 | 1) => alongAxis(input[a], [kh, kw][a], layer.strides[a], layer.dilation[a], layer.padding).before;
  return { input, output, kernel: [kh, kw], strides: layer.strides, dilation: layer.dilation, before: [before(0), before(1)] };
}

function outputShape(layer: Conv2dLayer, input: Shape3): Shape3 {
  const [kh, kw, cin, cout] = layer.kernel.shape;
  if (cin !== input[2])
    throw new Error(`kernel of ${layer.name}: ${cin} input channels where its input has ${input[2]}; give it a kernel [kh, kw, ${input[2]}, cout]`);
  const along = (a: 0 | 1) => alongAxis(input[a], [kh, kw][a], layer.strides[a], layer.dilation[a], layer.padding).out;
  return [along(0), along(1), cout];
}

export const conv2d: LayerRule<Conv2dLayer> = {
  elementwise: false,
  outputShape,
  parameters: (layer) => (layer.bias ? [layer.kernel, layer.bias] : [layer.kernel]),
  pullWindow: (site, window) => pullConvWindow(geometryOf(site), window),
  block(site, which, window) {
    const own = window.channels === 'own';
    const size = which === 0 ? volume4(site.layer.kernel.shape) : site.output[2];
    return { structure: own ? 'channel' : 'all', width: own ? size / site.output[2] : size };
  },
  cost(site, from, to) {
    const [kh, kw, cin] = site.layer.kernel.shape;
    const alive = from.channels === 'own' ? 1 : site.output[2];
    return { input: Math.min(cellsOf(to) * kh * kw * alive, cellsOf(from) * kh * kw * cin), parameters: cellsOf(from) * (kh * kw * cin + 1) };
  },
  convolution: (site) => ({ geometry: geometryOf(site), kernel: site.layer.kernel, bias: site.layer.bias }),
  host: {
    forward(site, input, values) {
      const bias = site.layer.bias ? values(site.layer.bias) : null;
      return { input, output: hostConvForward(geometryOf(site), site.images, input, values(site.layer.kernel), bias) };
    },
    pullInput(site, _tape, values, cotangent, from, place, target, to, toPlace) {
      hostPullInput(geometryOf(site), values(site.layer.kernel), cotangent, from, place, target, to, toPlace);
    },
    pullParameter(site, tape, which, cotangent, from, place, target) {
      if (which === 0) hostPullKernel(geometryOf(site), tape.input, cotangent, from, place, target);
      else hostChannelSum(cotangent, from, place, target);
    },
  },
  device: {
    opensGates: true,
    forward(site, context, input) {
      const output = context.scratch(site.images * volume(site.output), `${site.layer.name} output`);
      const bias = site.layer.bias ? context.parameter(site.layer.bias) : context.zeros(site.output[2], 'no bias');
      const kernel = convolve(geometryOf(site), context.tiles, BIAS, { long: LONG, layer: site.at, images: site.images });
      return { tape: { input, output }, dispatches: [{ ...kernel, buffers: [input, context.parameter(site.layer.kernel), bias, bias, output, context.notFinite], writes: [output] }] };
    },
    pull(site, context, pull) {
      const g = geometryOf(site);
      const { cotangent, from, target, to } = pull;
      const parameters = devicePullParameters(g, pull);
      return target && to ? [...parameters, devicePullInput(g, context.parameter(site.layer.kernel), cotangent, from, target, to)] : parameters;
    },
  },
};

function volume4(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}
