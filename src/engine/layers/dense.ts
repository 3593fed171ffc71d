// A dense layer is a 1×1 convolution, of a vector as of every position of a map. Knows only how to look like one.
import type { Conv2dLayer, DenseLayer } from '../model/network.ts';
import { conv2d } from './conv2d.ts';
import type { LayerRule, Site } from './layer.ts';
import type { Shape3 } from './window.ts';

const views = new WeakMap<DenseLayer, Conv2dLayer>();

/** The same layer as a convolution; its parameters keep their names and numbers. */
function asConvolution(layer: DenseLayer): Conv2dLayer {
  let view = views.get(layer);
  if (!view) {
    const [fanIn, units] = layer.kernel.shape;
    const { name, trainable, bias, kernel } = layer;
    view = {
      kind: 'conv2d', name, trainable, bias,
      kernel: { ...kernel, shape: [1, 1, fanIn, units] },
      strides: [1, 1], dilation: [1, 1], padding: 'valid',
    };
    views.set(layer, view);
  }
  return view;
}

function siteOf(site: Site<DenseLayer>): Site<Conv2dLayer> {
  return { ...site, layer: asConvolution(site.layer) };
}

export const dense: LayerRule<DenseLayer> = {
  elementwise: false,
  outputShape: (layer: DenseLayer, input: Shape3) => conv2d.outputShape(asConvolution(layer), input, [input]),
  parameters: (layer) => (layer.bias ? [layer.kernel, layer.bias] : [layer.kernel]),
  pullWindow: (site, window, input) => conv2d.pullWindow(siteOf(site), window, input),
  block: (site, which, window) => conv2d.block!(siteOf(site), which, window),
  cost: (site, from, to) => conv2d.cost(siteOf(site), from, to),
  convolution: (site) => ({ ...conv2d.convolution!(siteOf(site)), kernel: site.layer.kernel }),
  host: {
    forward: (site, ...rest) => conv2d.host.forward(siteOf(site), ...rest),
    pullInput: (site, ...rest) => conv2d.host.pullInput(siteOf(site), ...rest),
    pullParameter: (site, ...rest) => conv2d.host.pullParameter!(siteOf(site), ...rest),
  },
  device: {
    opensGates: true,
    forward: (site, ...rest) => conv2d.device.forward(siteOf(site), ...rest),
    pull: (site, ...rest) => conv2d.device.pull(siteOf(site), ...rest),
  },
};
