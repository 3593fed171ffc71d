// Device buffers of one computation, counted and released together. Knows no layer.

const STORAGE = 0x80 | 0x4 | 0x8; // STORAGE | COPY_SRC | COPY_DST

/** Bytes of engine buffers alive on each device. */
const alive = new WeakMap<GPUDevice, { bytes: number; buffers: number }>();

/** What the engine holds on a device now. */
export function deviceMemory(device: GPUDevice): { bytes: number; buffers: number } {
  return { ...(alive.get(device) ?? { bytes: 0, buffers: 0 }) };
}

/** Counts `bytes` more in `buffers` more buffers, or fewer. */
export function account(device: GPUDevice, bytes: number, buffers: number): void {
  const now = deviceMemory(device);
  alive.set(device, { bytes: now.bytes + bytes, buffers: now.buffers + buffers });
  most.set(device, Math.max(most.get(device) ?? 0, now.bytes + bytes));
}

const most = new WeakMap<GPUDevice, number>();

/** The most bytes that the engine has held on a device since this was last asked. */
export function mostDeviceMemory(device: GPUDevice): number {
  const { bytes } = deviceMemory(device);
  const peak = most.get(device) ?? 0;
  most.set(device, bytes);
  return Math.max(peak, bytes);
}

/**
 * Released buffers, kept for the next computation: making one costs more than clearing it, above all on a software
 * adapter, where every fresh page is touched for the first time. What has not been asked for in a while goes back.
 */
class Pool {
  private readonly idle = new Map<string, GPUBuffer[]>();
  private bytes = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  take(size: number, usage: number): GPUBuffer | undefined {
    const buffer = this.idle.get(`${size} ${usage}`)?.pop();
    if (buffer) this.bytes -= size;
    return buffer;
  }

  give(buffer: GPUBuffer): void {
    if (this.bytes + buffer.size > POOL_BYTES) return buffer.destroy();
    const key = `${buffer.size} ${buffer.usage}`;
    this.bytes += buffer.size;
    this.idle.set(key, [...(this.idle.get(key) ?? []), buffer]);
    this.emptyLater();
  }

  private emptyLater(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.empty(), POOL_MILLISECONDS);
    // A process that has nothing else to do need not wait for it.
    (this.timer as { unref?: () => void }).unref?.();
  }

  private empty(): void {
    for (const buffer of [...this.idle.values()].flat()) buffer.destroy();
    this.idle.clear();
    this.bytes = 0;
  }
}

/** Idle bytes kept on a device, and for how long after the last was given back. */
const POOL_BYTES = 512e6;
const POOL_MILLISECONDS = 5_000;
const pools = new WeakMap<GPUDevice, Pool>();

function poolOf(device: GPUDevice): Pool {
  let pool = pools.get(device);
  if (!pool) pools.set(device, (pool = new Pool()));
  return pool;
}

/** Sixteen at least: a kernel may see any buffer as one of vectors, when it has no use for it. */
const bytesFor = (numbers: number) => 4 * Math.max(4, numbers);

export class Arena {
  private readonly buffers: GPUBuffer[] = [];
  private readonly stale: GPUBuffer[] = [];

  constructor(readonly device: GPUDevice) {}

  /** A buffer of float32 zeros. @throws when it is larger than one binding may be. */
  zeros(numbers: number, label: string): GPUBuffer {
    const { buffer, used } = this.create(bytesFor(numbers), STORAGE, label);
    if (used) this.stale.push(buffer);
    return buffer;
  }

  /** Records the clearing of every `zeros` buffer that has been used before. Nothing may read them earlier. */
  clearInto(encoder: GPUCommandEncoder): void {
    for (const buffer of this.stale.splice(0)) encoder.clearBuffer(buffer);
  }

  /** A buffer whose numbers are all written before they are read. */
  scratch(numbers: number, label: string): GPUBuffer {
    return this.create(bytesFor(numbers), STORAGE, label).buffer;
  }

  upload(values: Float32Array, label: string): GPUBuffer {
    const buffer = this.scratch(values.length, label);
    this.device.queue.writeBuffer(buffer, 0, values as Float32Array<ArrayBuffer>);
    return buffer;
  }

  uniform(bytes: number, label: string): GPUBuffer {
    return this.create(bytes, 0x40 | 0x8, label).buffer; // UNIFORM | COPY_DST
  }

  private create(size: number, usage: number, label: string): { buffer: GPUBuffer; used: boolean } {
    const { maxStorageBufferBindingSize, maxBufferSize } = this.device.limits;
    const limit = Math.min(maxStorageBufferBindingSize, maxBufferSize);
    if (size > limit) throw new Error(`${label}: ${megabytes(size)} where this device binds at most ${megabytes(limit)}; use fewer images or rows at a time`);
    const idle = poolOf(this.device).take(size, usage);
    const buffer = idle ?? this.device.createBuffer({ size, usage, label });
    buffer.label = label;
    this.buffers.push(buffer);
    account(this.device, size, 1);
    return { buffer, used: idle !== undefined };
  }

  release(): void {
    for (const buffer of this.buffers.splice(0)) {
      account(this.device, -buffer.size, -1);
      poolOf(this.device).give(buffer);
    }
  }
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString('en', { maximumSignificantDigits: 3 })} MB`;
}
