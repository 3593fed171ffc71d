// The engine's one public entry. It knows no page and no worker.
import type * as tfl from '@tensorflow/tfjs-layers';
import { compilePipelines, computeActivations, computeJacobian } from './jacobian/compute.ts';
import type { Floats, Jacobian, JacobianOptions } from './jacobian/jacobian.ts';
import { borrowFromLayersModel, networkFromLayersModel } from './model/fromLayersModel.ts';
import type { Images, Network } from './model/network.ts';
import { sharedDevice } from './model/sharedDevice.ts';

export type { DenseMatrix, Floats, Jacobian, JacobianOptions, Method } from './jacobian/jacobian.ts';
export type { Images, Network } from './model/network.ts';
export { networkFromLayersModel } from './model/fromLayersModel.ts';
export { networkFromTopology } from './model/fromTopology.ts';

/** A TensorFlow.js Sequential model, or the engine's own plain network. */
export type Model = tfl.LayersModel | Network;

/**
 * The Jacobian J[R, P] of one layer's outputs with respect to parameters or to the input, all rows together.
 *
 * Rows run over the layer's output [N, H, W, C] flattened row-major; columns over the parameters in layer order, each
 * row-major in its TensorFlow layout (kernel [kh, kw, cin, cout], bias, gamma, beta), or over the input [N, H, W, C].
 * ReLU's derivative at exactly zero is zero.
 * @throws when a layer, parameter or shape does not fit, when it is aborted, or when the device fails.
 */
export async function jacobian(model: Model, images: Images, options: JacobianOptions): Promise<Jacobian> {
  return withNetwork(model, options.device, (network, device) => computeJacobian(network, images, options, device));
}

/**
 * Compiles the pipelines that `jacobian` will need for as many images, in parallel, before there is an image to ask about.
 * Does nothing without a device.
 */
export async function compileAhead(model: Model, imageCount: number, options: JacobianOptions): Promise<void> {
  return withNetwork(model, options.device, (network, device) => compilePipelines(network, imageCount, options, device));
}

/** The output of one layer (default: the last) for every image, in inference mode: [N, H, W, C] row-major. */
export async function activations(
  model: Model,
  images: Images,
  options: { of?: string; device?: GPUDevice | null } = {},
): Promise<{ data: Floats; shape: readonly [number, number, number, number] }> {
  return withNetwork(model, options.device, (network, device) => computeActivations(network, images, options.of, device));
}

function isLayersModel(model: Model): model is tfl.LayersModel {
  return 'getClassName' in model;
}

/** Finds the device, and the model's numbers there: shared with TensorFlow.js where both use the same one. */
async function withNetwork<T>(model: Model, wanted: GPUDevice | null | undefined, work: (network: Network, device: GPUDevice | null) => Promise<T>): Promise<T> {
  const shared = sharedDevice();
  const device = wanted === undefined ? (shared?.device ?? (await ownDevice())) : wanted;
  if (!isLayersModel(model)) return work(model, device);
  if (!shared || shared.device !== device) return work(await networkFromLayersModel(model), device);
  const { network, release } = await borrowFromLayersModel(model, shared.flush);
  try {
    return await work(network, device);
  } finally {
    release();
  }
}

let requested: Promise<GPUDevice | null> | null = null;

/** A device of the engine's own, asked for once; null without WebGPU. */
function ownDevice(): Promise<GPUDevice | null> {
  requested ??= (async () => {
    const adapter = await globalThis.navigator?.gpu?.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return null;
    const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
    const device = await adapter.requestDevice({ requiredLimits: { maxStorageBufferBindingSize, maxBufferSize } });
    void device.lost.then(() => (requested = null));
    return device;
  })();
  return requested;
}
