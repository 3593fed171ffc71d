// A loaded network's layers in the words of the network strip. Knows no TensorFlow.js model.
import type { Network } from '../index.ts';
import { numbersOf } from '../jacobian/parameters.ts';
import { sitesOf } from '../jacobian/plan.ts';
import { ruleOf } from '../layers/rules.ts';
import { withCounts, type PlainLayer } from '../model/describeLayers.ts';
import type { Layer } from '../model/network.ts';
import type { LayerInfo } from '../protocol.ts';

/** One entry a layer of the model; the primitives of one layer share its name. */
export function describeNetwork(network: Network): LayerInfo[] {
  const layers: PlainLayer[] = [];
  for (const { layer, output } of sitesOf(network, 1, network.layers[network.layers.length - 1].name)) {
    const [H, W, C] = output;
    const parameters = ruleOf(layer).parameters(layer).map(({ name, shape }) => ({ name, shape, size: shape.reduce((product, size) => product * size, 1), trainable: layer.trainable }));
    const shape = H * W === 1 && !spatial(layer) ? [C] : [H, W, C];
    const last = layers.at(-1);
    if (last?.name === layer.name) layers[layers.length - 1] = { ...last, shape, parameters: [...last.parameters, ...parameters] };
    else layers.push({ name: layer.name, type: typeOf(layer), shape, parameters });
  }
  const counted = withCounts(layers);
  return network.layers.some(({ inputs }) => inputs) ? counted.map((layer) => ({ ...layer, ...belowOf(network, layer.name) })) : counted;
}

/** Where layers part, not every layer before one leads to it. */
function belowOf(network: Network, name: string): Pick<LayerInfo, 'columns' | 'overBatchNorm'> {
  const layers = sitesOf(network, 1, name).map(({ layer }) => layer);
  const trainable = layers.filter((layer) => layer.trainable).flatMap((layer) => ruleOf(layer).parameters(layer));
  return { columns: trainable.reduce((total, parameter) => total + numbersOf(parameter), 0), overBatchNorm: layers.some(({ kind }) => kind === 'batchNorm') };
}

/** A map of one cell is still a map where a layer of maps made it. */
function spatial({ kind }: Layer): boolean {
  return kind === 'conv2d' || kind === 'depthwiseConv2d';
}

function typeOf(layer: Layer): string {
  return layer.kind === 'activation' ? layer.function : layer.kind;
}
