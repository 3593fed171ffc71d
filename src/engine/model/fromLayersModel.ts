// A live TensorFlow.js LayersModel into the engine's network: numbers on the host, or copied on the device that both share.
import type * as tfl from '@tensorflow/tfjs-layers';
import { inputShapeOf, linked, lowerLayer } from './lowerLayer.ts';
import type { Network, Numbers, Parameter } from './network.ts';

type Tensor = ReturnType<tfl.layers.Layer['weights'][number]['read']>;

/** A network made for one computation; `release` gives its device copies back. */
export interface BorrowedNetwork {
  readonly network: Network;
  release(): void;
}

type Layer = tfl.layers.Layer;

/** A layer, those whose outputs it takes, and how many axes a batch of these has. */
interface Used {
  readonly layer: Layer;
  readonly takes: readonly Layer[];
  readonly axes: number;
}

/** The layers in the model's own order, in which they can work. @throws when there is more than one input or output, or a layer is used twice. */
function usedLayers({ inputs, outputs, layers }: tfl.LayersModel): readonly Used[] {
  if (inputs.length !== 1 || outputs.length !== 1) throw new Error(`model: ${inputs.length} inputs and ${outputs.length} outputs are not supported; use a model with one of each`);
  const nodes = new Map<Layer, number>();
  const visit = (layer: Layer, node: number): void => {
    const seen = nodes.get(layer);
    if (seen !== undefined && seen !== node) throw new Error(`layer ${layer.name}: it is used twice; use each layer once`);
    if (seen !== undefined) return;
    nodes.set(layer, node);
    const { inboundLayers, nodeIndices } = layer.inboundNodes[node];
    inboundLayers.forEach((below, k) => visit(below, nodeIndices[k]));
  };
  visit(outputs[0].sourceLayer, outputs[0].nodeIndex);
  // A Sequential model does not list its input.
  const input = Array.from(nodes.keys()).filter((layer) => !layers.includes(layer));
  return [...input, ...layers.filter((layer) => nodes.has(layer))].map((layer) => {
    const { inboundLayers, inputTensors } = layer.inboundNodes[nodes.get(layer)!];
    return { layer, takes: inboundLayers, axes: inputTensors[0]?.shape.length ?? 0 };
  });
}

function networkOf(model: tfl.LayersModel, numbers: (name: string, tensor: Tensor) => Numbers): Network {
  const layers: Network['layers'][number][] = [];
  const places = new Map<Layer, number>();
  for (const { layer, takes, axes } of usedLayers(model)) {
    const lowered = takes.length === 0 ? [] : lowerLayer({
      className: layer.getClassName(),
      name: layer.name,
      trainable: layer.trainable,
      config: layer.getConfig(),
      axes,
      inputs: takes.length,
      weight: (weight) => weightOf(layer, weight, numbers),
    });
    layers.push(...linked(lowered, takes.map((below) => places.get(below)!), layers.length));
    places.set(layer, layers.length - 1);
  }
  return { inputShape: inputShapeOf(model.inputs[0].shape), layers };
}

function weightOf(layer: tfl.layers.Layer, weight: string, numbers: (name: string, tensor: Tensor) => Numbers): Parameter | null {
  const variable = layer.weights.find(({ originalName }) => originalName.split('/').at(-1) === weight);
  if (!variable) return null;
  const name = `${layer.name}/${weight}`;
  return { name, shape: variable.shape as number[], values: numbers(name, variable.read()) };
}

/** The network with float32 numbers on the host. */
export async function networkFromLayersModel(model: tfl.LayersModel): Promise<Network> {
  const read = new Map<string, Float32Array>();
  const pending: Promise<unknown>[] = [];
  networkOf(model, (name, tensor) => {
    pending.push(tensor.data<'float32'>().then((values) => read.set(name, Float32Array.from(values))));
    return new Float32Array(0);
  });
  await Promise.all(pending);
  return networkOf(model, (name) => read.get(name)!);
}

/**
 * The network with its numbers copied on the device that TensorFlow.js works on; what TensorFlow.js still keeps on the
 * host is copied from there. `flush` submits TensorFlow.js's own pending work, so that the copies come first.
 */
export async function borrowFromLayersModel(model: tfl.LayersModel, flush: () => void): Promise<BorrowedNetwork> {
  const held: { dispose(): void }[] = [];
  const onHost = new Map<string, Float32Array>();
  const pending: Promise<unknown>[] = [];
  const sources = new Map<string, Numbers>();
  networkOf(model, (name, tensor) => {
    try {
      const { tensorRef, buffer } = tensor.dataToGPU() as { tensorRef: { dispose(): void }; buffer?: GPUBuffer };
      held.push(tensorRef);
      sources.set(name, { buffer: buffer! });
    } catch {
      pending.push(tensor.data<'float32'>().then((values) => onHost.set(name, Float32Array.from(values))));
    }
    return new Float32Array(0);
  });
  await Promise.all(pending);
  flush();
  const network = networkOf(model, (name) => sources.get(name) ?? onHost.get(name)!);
  return { network, release: () => held.forEach((tensor) => tensor.dispose()) };
}
