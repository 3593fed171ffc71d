// Device buffers of one computation, counted and released together. Knows no layer.

const STORAGE = 0x80 | 0x4 | 0x8; // STORAGE | COPY_SRC | COPY_DST

/** Bytes of engine buffers alive on each device. */
const alive = new WeakMap<GPUDevice, { bytes: number; buffers: number }>();

/** What the engine holds on a device now. */
export function deviceMemory(device: GPUDevice): { bytes: number; buffers: number } {
  return { ...(alive.get(device) ?? { bytes: 0, buffers: 0 }) };
}

function account(device: GPUDevice, bytes: number, buffers: number): void {
  const now = deviceMemory(device);
  alive.set(device, { bytes: now.bytes + bytes, buffers: now.buffers + buffers });
}

export class Arena {
  private readonly buffers: GPUBuffer[] = [];

  constructor(readonly device: GPUDevice) {}

  /** A buffer of float32 zeros. @throws when it is larger than one binding may be. */
  zeros(numbers: number, label: string): GPUBuffer {
    return this.create(4 * Math.max(1, numbers), STORAGE, label);
  }

  upload(values: Float32Array, label: string): GPUBuffer {
    const buffer = this.zeros(values.length, label);
    this.device.queue.writeBuffer(buffer, 0, values as Float32Array<ArrayBuffer>);
    return buffer;
  }

  uniform(bytes: number, label: string): GPUBuffer {
    return this.create(bytes, 0x40 | 0x8, label); // UNIFORM | COPY_DST
  }

  private create(size: number, usage: number, label: string): GPUBuffer {
    const { maxStorageBufferBindingSize, maxBufferSize } = this.device.limits;
    const limit = Math.min(maxStorageBufferBindingSize, maxBufferSize);
    if (size > limit) throw new Error(`${label}: ${megabytes(size)} where this device binds at most ${megabytes(limit)}; use fewer images or rows at a time`);
    const buffer = this.device.createBuffer({ size, usage, label });
    this.buffers.push(buffer);
    account(this.device, size, 1);
    return buffer;
  }

  /** Hands a buffer over to another arena, which releases it from then on. */
  move(buffer: GPUBuffer, to: Arena): void {
    this.buffers.splice(this.buffers.indexOf(buffer), 1);
    to.buffers.push(buffer);
  }

  release(): void {
    for (const buffer of this.buffers.splice(0)) {
      account(this.device, -buffer.size, -1);
      buffer.destroy();
    }
  }
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString('en', { maximumSignificantDigits: 3 })} MB`;
}
