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
 * adapter, where every fresh page is touched for the first time. What has not been asked for in a while goes back, and what
 * lies idle never makes the device hold more than was in use at once: a budget that computations keep to is kept in truth.
 */
class Pool {
  /** From the one that has lain longest. */
  private idle: { readonly buffer: GPUBuffer; readonly since: number }[] = [];
  private bytes = 0;
  /** The most bytes that were in use at once since the pool was last empty. */
  private most = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  take(size: number, usage: number): GPUBuffer | undefined {
    const at = this.idle.findLastIndex(({ buffer }) => buffer.size === size && buffer.usage === usage);
    if (at < 0) return undefined;
    this.bytes -= size;
    return this.idle.splice(at, 1)[0].buffer;
  }

  /** Before a fresh buffer is made, `inUse` bytes in use with it. */
  makeRoom(inUse: number): void {
    const most = Math.max(this.most, inUse, SMALL_POOL_BYTES);
    while (this.idle.length > 0 && this.bytes + inUse > most) this.destroyOldest();
  }

  give(buffer: GPUBuffer, inUse: number): void {
    this.most = Math.max(this.most, inUse);
    this.bytes += buffer.size;
    this.idle.push({ buffer, since: performance.now() });
    while (this.bytes > POOL_BYTES) this.destroyOldest();
    this.emptyLater();
  }

  get idleBytes(): number {
    return this.bytes;
  }

  private destroyOldest(): void {
    const { buffer } = this.idle.shift()!;
    this.bytes -= buffer.size;
    buffer.destroy();
  }

  private emptyLater(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      while (this.idle.length > 0 && performance.now() - this.idle[0].since >= POOL_MILLISECONDS) this.destroyOldest();
      if (this.idle.length > 0) this.emptyLater();
      else this.most = 0;
    }, POOL_MILLISECONDS);
    // A process that has nothing else to do need not wait for it.
    (this.timer as { unref?: () => void }).unref?.();
  }
}

/** Idle bytes kept on a device at most, those kept whatever was in use, and for how long after they were given back. */
const POOL_BYTES = 2e9;
const SMALL_POOL_BYTES = 64e6;
const POOL_MILLISECONDS = 5_000;
const pools = new WeakMap<GPUDevice, Pool>();

function poolOf(device: GPUDevice): Pool {
  let pool = pools.get(device);
  if (!pool) pools.set(device, (pool = new Pool()));
  return pool;
}

/** Bytes of released buffers that are kept on a device for the next computation. */
export function idleDeviceMemory(device: GPUDevice): number {
  return poolOf(device).idleBytes;
}

/** Bytes that take a device longer to clear than to be told to: a millisecond on a software adapter. */
const AHEAD_BYTES = 8e6;

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

  /** The same at once, so that the device clears while the rest is prepared, where there is enough for a submission of its own. */
  clearAhead(): void {
    if (this.stale.reduce((bytes, { size }) => bytes + size, 0) < AHEAD_BYTES) return;
    const encoder = this.device.createCommandEncoder();
    this.clearInto(encoder);
    this.device.queue.submit([encoder.finish()]);
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
    const pool = poolOf(this.device);
    const idle = pool.take(size, usage);
    if (!idle) pool.makeRoom(deviceMemory(this.device).bytes + size);
    // One that was used before keeps the label of its first use: each new one would be told to the device.
    const buffer = idle ?? this.device.createBuffer({ size, usage, label });
    this.buffers.push(buffer);
    account(this.device, size, 1);
    return { buffer, used: idle !== undefined };
  }

  release(): void {
    const buffers = this.buffers.splice(0);
    const inUse = deviceMemory(this.device).bytes;
    for (const buffer of buffers) {
      account(this.device, -buffer.size, -1);
      poolOf(this.device).give(buffer, inUse);
    }
  }
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString('en', { maximumSignificantDigits: 3 })} MB`;
}
