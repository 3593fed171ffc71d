// The engine's one public entry. It knows no page and no worker.
import type * as tfl from '@tensorflow/tfjs-layers';
import { findAdapter } from './gpu/findAdapter.ts';
import { usefulFeatures } from './gpu/tiles.ts';
import { defaultBudget } from './jacobian/budget.ts';
import { compilePipelines, computeActivations, computeJacobian, planned, streamJacobian } from './jacobian/compute.ts';
import { describePlan, type PlanDescription } from './jacobian/describePlan.ts';
import type { Floats, Jacobian, JacobianOptions, JacobianStatistics } from './jacobian/jacobian.ts';
import { readBack } from './jacobian/parameters.ts';
import { gramTiles, type GramTile, statisticsOf } from './jacobian/statistics.ts';
import type { JacobianStream } from './jacobian/stream.ts';
import { type Verification, verifyJacobian, type VerifyOptions } from './jacobian/verify.ts';
import { borrowFromLayersModel, networkFromLayersModel } from './model/fromLayersModel.ts';
import type { Images, Network } from './model/network.ts';
import { sharedDevice } from './model/sharedDevice.ts';

export type { DenseMatrix, DenseRows, Floats, GramRequest, HostedJacobian, Jacobian, JacobianOptions, JacobianStatistics, Maxima, Method } from './jacobian/jacobian.ts';
export type { JacobianPart, JacobianStream, StreamHeader } from './jacobian/stream.ts';
export type { GramTile } from './jacobian/statistics.ts';
export type { PlanDescription } from './jacobian/describePlan.ts';
export type { Verification, VerifyOptions } from './jacobian/verify.ts';
export type { Images, Network } from './model/network.ts';
export { networkFromLayersModel } from './model/fromLayersModel.ts';
export { networkFromTopology } from './model/fromTopology.ts';

/** A TensorFlow.js model, Sequential or functional with one input and one output, or the engine's own plain network. */
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
 * What a Jacobian of `imageCount` images will take, before it is taken: method, windows, passes, bytes, multiply-adds.
 * @throws as `jacobian` does, without images.
 */
export async function planFor(model: Model, imageCount: number, options: JacobianOptions): Promise<PlanDescription> {
  return withNetwork(model, options.device, async (network, device) =>
    describePlan(planned(network, imageCount, options, device), { budget: options.budget ?? defaultBudget(device), bytesPerNumber: device ? 4 : 8 }),
  );
}

/**
 * The same Jacobian in parts of consecutive rows, in order, computed as they are asked for (`for await`), each disposed of
 * when the next is asked for. No more than `budget` bytes (default 256 MB, or the device's largest buffer) are held at a time, so that a Jacobian may be far
 * larger than memory. It may be gone through again.
 * @throws at once when something does not fit; while going through it, when it is aborted or the device fails.
 */
export async function jacobianStream(model: Model, images: Images, options: JacobianOptions): Promise<JacobianStream> {
  const { network, device } = await ownNetwork(model, options.device);
  return streamJacobian(network, images, options, device);
}

/** Norms, means and maxima of rows and columns, in one pass over the stream of parts, within its budget. */
export async function jacobianStatistics(model: Model, images: Images, options: JacobianOptions): Promise<JacobianStatistics> {
  return statisticsOf(await jacobianStream(model, images, options));
}

/** J Jᵀ tile by tile (`for await`), on and above the diagonal: a part, another and the tile between them within the budget. */
export async function* jacobianGram(model: Model, images: Images, options: JacobianOptions): AsyncGenerator<GramTile> {
  const { network, device } = await ownNetwork(model, options.device);
  // A third each for one part, for the other, and for their tile.
  const mostRows = Math.max(1, Math.floor(Math.sqrt((options.budget ?? defaultBudget(device)) / 3 / (device ? 4 : 8))));
  const stream = streamJacobian(network, images, { ...options, onProgress: undefined }, device, { share: 3, mostRows });
  yield* gramTiles(stream, options.onProgress);
}

/**
 * Holds rows of `J` against the float64 reference and against dense cotangents on the same device, and columns against
 * central finite differences away from kinks. `options` are those that J was computed with.
 */
export async function verify(J: Jacobian, model: Model, images: Images, options: JacobianOptions, what: VerifyOptions = {}): Promise<Verification[]> {
  const { network: given, device } = await ownNetwork(model, options.device);
  const network = await readBack(given, device);
  const reference = (changed: JacobianOptions) => computeJacobian(network, images, changed, null);
  const onDevice = device && ((changed: JacobianOptions) => computeJacobian(network, images, changed, device));
  return verifyJacobian(J, network, images, options, reference, onDevice, what);
}

/**
 * Compiles the pipelines that `jacobian` will need for as many images, in parallel, before there is an image to ask about.
 * Does nothing without a device.
 */
export async function compileAhead(model: Model, imageCount: number, options: JacobianOptions): Promise<void> {
  return withNetwork(model, options.device, (network, device) => compilePipelines(network, imageCount, options, device));
}

/** The output of one layer (default: the last) for every image, [N, H, W, C] row-major; batch norm as for `jacobian`. */
export async function activations(
  model: Model,
  images: Images,
  options: { of?: string; device?: GPUDevice | null; batchNorm?: 'inference' | 'batch' } = {},
): Promise<{ data: Floats; shape: readonly [number, number, number, number] }> {
  return withNetwork(model, options.device, (network, device) => computeActivations(network, images, options.of, device, options.batchNorm));
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

/** The network with its numbers in host memory, and the device: for work that goes on after the call. */
async function ownNetwork(model: Model, wanted: GPUDevice | null | undefined): Promise<{ network: Network; device: GPUDevice | null }> {
  const device = wanted === undefined ? (sharedDevice()?.device ?? (await ownDevice())) : wanted;
  return { network: isLayersModel(model) ? await networkFromLayersModel(model) : model, device };
}

let requested: Promise<GPUDevice | null> | null = null;

/** A device of the engine's own, asked for once; null without WebGPU. */
function ownDevice(): Promise<GPUDevice | null> {
  requested ??= (async () => {
    const gpu = globalThis.navigator?.gpu as GPU | undefined;
    const adapter = gpu ? await findAdapter(gpu) : null;
    if (!adapter) return null;
    const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
    const device = await adapter.requestDevice({ requiredLimits: { maxStorageBufferBindingSize, maxBufferSize }, requiredFeatures: usefulFeatures(adapter) });
    void device.lost.then(() => (requested = null));
    return device;
  })();
  return requested;
}
