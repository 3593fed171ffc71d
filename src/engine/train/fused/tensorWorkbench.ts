// TensorFlow.js's tensors as the engine's buffers, on the device that both share. Knows no layer.
import { Compute, type Dispatch } from '../../gpu/compute.ts';
import { soon } from '../../gpu/soon.ts';
import { sharedDevice } from '../../model/sharedDevice.ts';
import { tf } from '../../model/tensorflow.ts';
import type { Workbench, Kernel, Rehearsal } from './workbench.ts';
import { type Tiles, tilesOf } from '../../gpu/tiles.ts';

/** What TensorFlow.js's WebGPU backend keeps to itself. */
interface WebGPUBackendLike {
  readonly tensorMap: { get(dataId: object): { resource: GPUBuffer | null } };
  readonly commandEncoder: GPUCommandEncoder;
  /** Data that commands not submitted yet work on: their buffers are not given to others. */
  readonly commandQueueOwnedIds: WeakSet<object>;
  makeTensorInfo(shape: number[], dtype: 'float32'): tf.TensorInfo;
  uploadToGPU(dataId: object): void;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
}

/** The device that TensorFlow.js works on, for fused operations. */
export class TensorDevice {
  readonly compute: Compute;
  /** Chosen by the adapter; may be changed between steps, to compare. */
  tiles: Tiles;
  /** One for every number of images: they are read only when TensorFlow.js submits. */
  readonly #uniforms = new Map<number, GPUBuffer>();

  private constructor(readonly device: GPUDevice) {
    this.compute = Compute.of(device);
    this.tiles = tilesOf(device);
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

  /** A tensor's numbers, as soon as the device has them. */
  read(tensor: tf.Tensor): Promise<Float32Array> {
    return soon(this.device, tensor.data<'float32'>());
  }

  /** Into the commands that TensorFlow.js is about to submit, after what it has recorded so far. All must be compiled. */
  record(dispatches: readonly Dispatch[], images: number): void {
    const own = backend();
    own.ensureCommandEncoderReady();
    own.endComputePassEncoder();
    this.compute.record(own.commandEncoder, dispatches, { first: 0, count: images, slab: 0 }, this.#uniform(images));
  }

  #uniform(images: number): GPUBuffer {
    let uniform = this.#uniforms.get(images);
    if (!uniform) {
      uniform = this.device.createBuffer({ size: 16, usage: 0x40 | 0x8, label: `${images} images` }); // UNIFORM | COPY_DST
      this.device.queue.writeBuffer(uniform, 0, Uint32Array.of(0, images, 0, 0));
      this.#uniforms.set(images, uniform);
    }
    return uniform;
  }
}

/** Gathers kernels on tensors for a batch of `images`, until they are recorded together. */
export class TensorWorkbench implements Workbench<tf.Tensor> {
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

  record(): void {
    this.device.record(this.#dispatches.splice(0), this.images);
  }
}

/** The tensor's buffer; what is still on the host is recorded to be copied there. */
function bufferOf({ dataId }: tf.Tensor): GPUBuffer {
  const own = backend();
  own.uploadToGPU(dataId);
  own.commandQueueOwnedIds.add(dataId);
  return own.tensorMap.get(dataId).resource!;
}

function backend(): WebGPUBackendLike {
  return tf.backend() as unknown as WebGPUBackendLike;
}
