// TensorFlow.js's tensors as the engine's buffers, on the device that both share. Knows no layer.
import { type Chunk, Compute, type Dispatch } from '../../gpu/compute.ts';
import { sharedDevice } from '../../model/sharedDevice.ts';
import { tf } from '../../model/tensorflow.ts';
import { isSoftware } from '../adapterWords.ts';
import type { Bench, Kernel, Rehearsal } from './bench.ts';
import { GPU_TILES, SOFTWARE_TILES, type Tiles } from './tiles.ts';

/** What TensorFlow.js's WebGPU backend keeps to itself. */
interface WebGPUBackendLike {
  readonly tensorMap: { get(dataId: object): { resource: GPUBuffer | null } };
  makeTensorInfo(shape: number[], dtype: 'float32'): tf.TensorInfo;
  uploadToGPU(dataId: object): void;
}

/** The device that TensorFlow.js works on, for fused operations. */
export class TensorDevice {
  readonly compute: Compute;
  readonly tiles: Tiles;
  readonly #uniform: GPUBuffer;

  private constructor(readonly device: GPUDevice) {
    this.compute = Compute.of(device);
    // The info of an adapter stands for the adapter: both say whether it is a fallback.
    const info = device.adapterInfo as GPUAdapterInfo | undefined;
    this.tiles = info && isSoftware(info, info as unknown as GPUAdapter) ? SOFTWARE_TILES : GPU_TILES;
    this.#uniform = device.createBuffer({ size: 16, usage: 0x40 | 0x8, label: 'images of a batch' }); // UNIFORM | COPY_DST
  }

  static readonly #known = new WeakMap<GPUDevice, TensorDevice>();

  /** Null where TensorFlow.js works without WebGPU. */
  static current(): TensorDevice | null {
    const shared = sharedDevice();
    if (!shared) return null;
    let known = TensorDevice.#known.get(shared.device);
    if (!known) TensorDevice.#known.set(shared.device, (known = new TensorDevice(shared.device)));
    return known;
  }

  /** Compiles all that a rehearsal has run. */
  compile({ kernels }: Rehearsal, onProgress?: (done: number, total: number) => void): Promise<void> {
    return this.compute.compile(kernels.map((kernel) => ({ ...kernel, buffers: [] })), onProgress);
  }

  /** After all that TensorFlow.js has recorded so far. */
  submit(dispatches: readonly Dispatch[], images: number): void {
    sharedDevice()!.flush();
    const chunk: Chunk = { first: 0, count: images, slab: 0 };
    this.device.queue.writeBuffer(this.#uniform, 0, Uint32Array.of(0, images, 0, 0));
    const encoder = this.device.createCommandEncoder();
    this.compute.record(encoder, dispatches, chunk, this.#uniform);
    this.device.queue.submit([encoder.finish()]);
  }
}

/** Records kernels on tensors for a batch of `images`, until they are submitted together. */
export class TensorBench implements Bench<tf.Tensor> {
  readonly #dispatches: Dispatch[] = [];

  constructor(
    private readonly device: TensorDevice,
    private readonly images: number,
  ) {}

  /** Belongs to the tidy that it is made in. */
  make(shape: readonly number[]): tf.Tensor {
    return tf.engine().makeTensorFromTensorInfo(backend().makeTensorInfo(shape.slice(), 'float32'));
  }

  run(kernel: Kernel, tensors: readonly tf.Tensor[]): void {
    this.#dispatches.push({ ...kernel, buffers: tensors.map(bufferOf) });
  }

  view(tensor: tf.Tensor, shape: readonly number[]): tf.Tensor {
    return tf.reshape(tensor, shape.slice());
  }

  submit(): void {
    this.device.submit(this.#dispatches.splice(0), this.images);
  }
}

/** The tensor's buffer; what is still on the host is recorded to be copied there. */
function bufferOf({ dataId }: tf.Tensor): GPUBuffer {
  backend().uploadToGPU(dataId);
  return backend().tensorMap.get(dataId).resource!;
}

function backend(): WebGPUBackendLike {
  return tf.backend() as unknown as WebGPUBackendLike;
}
