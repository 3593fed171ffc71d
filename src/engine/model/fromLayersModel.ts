// A live TensorFlow.js LayersModel into the engine's network: numbers on the host, or copied on the device that both share.
import type * as tfl from '@tensorflow/tfjs-layers';
import { inputShapeOf, lowerLayer } from './lowerLayer.ts';
import type { Network, Numbers, Parameter } from './network.ts';

type Tensor = ReturnType<tfl.layers.Layer['weights'][number]['read']>;

/** A network made for one computation; `release` gives its device copies back. */
export interface BorrowedNetwork {
  readonly network: Network;
  release(): void;
}

/** The layers in order. @throws when the model is not a chain. */
function chainOf(model: tfl.LayersModel): readonly tfl.layers.Layer[] {
  const layers = model.layers;
  layers.forEach((layer, at) => {
    const inbound = layer.inboundNodes[0]?.inboundLayers ?? [];
    const before = at === 0 ? undefined : layers[at - 1];
    const follows = inbound.length === 0 || (inbound.length === 1 && (before === undefined || inbound[0] === before || at === 0));
    if (!follows) throw new Error(`model: ${layer.name} does not follow from the layer before it alone; use a Sequential model`);
  });
  return layers;
}

function networkOf(model: tfl.LayersModel, numbers: (name: string, tensor: Tensor) => Numbers): Network {
  const batchShape = model.inputs[0].shape;
  return {
    inputShape: inputShapeOf(batchShape),
    layers: chainOf(model).flatMap((layer) =>
      lowerLayer({
        className: layer.getClassName(),
        name: layer.name,
        trainable: layer.trainable,
        config: layer.getConfig(),
        axes: (layer.input as tfl.SymbolicTensor).shape.length,
        weight: (weight) => weightOf(layer, weight, numbers),
      }),
    ),
  };
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
