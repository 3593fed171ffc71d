// Device buffers of one computation, counted and released together. Knows no layer.

/** What buffers are for, with their usage: kernels write those `made`, and only read those `given`. */
const USAGE = { made: 0x80 | 0x4 | 0x8, given: 0x80 | 0x4 | 0x8, uniform: 0x40 | 0x8 } as const; // STORAGE | COPY_SRC | COPY_DST, UNIFORM | COPY_DST

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

/** A buffer with what asking it for costs: its size, and which others will do in its place. */
interface Held {
  readonly buffer: GPUBuffer;
  readonly size: number;
  readonly kind: string;
}

interface Idle extends Held {
  readonly since: number;
}

/** The bits that a buffer was given, for those that no kernel writes. */
const uploaded = new WeakMap<GPUBuffer, Uint32Array>();
/** Comparing more numbers than so many takes as long as giving them again. */
const MOST_COMPARED = 8_192;

function holds(buffer: GPUBuffer, bits: Uint32Array): boolean {
  const held = uploaded.get(buffer);
  if (held?.length !== bits.length) return false;
  for (let k = 0; k < bits.length; k++) if (held[k] !== bits[k]) return false;
  return true;
}

/**
 * Released buffers, kept for the next computation: making one costs more than clearing it, above all on a software
 * adapter, where every fresh page is touched for the first time. What has not been asked for in a while goes back, and what
 * lies idle never makes the device hold more than was in use at once: a budget that computations keep to is kept in truth.
 */
class Pool {
  /** From the one that has lain longest. */
  private readonly idle = new Set<Idle>();
  private readonly alike = new Map<string, Idle[]>();
  private bytes = 0;
  /** The most bytes that were in use at once since the pool was last empty. */
  private most = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** The one that was given back last; of those there are, one that holds `bits` already. */
  take(kind: string, bits?: Uint32Array): GPUBuffer | undefined {
    const alike = this.alike.get(kind);
    if (!alike || alike.length === 0) return undefined;
    const at = bits ? alike.findLastIndex(({ buffer }) => holds(buffer, bits)) : -1;
    const [taken] = alike.splice(at < 0 ? alike.length - 1 : at, 1);
    this.idle.delete(taken);
    this.bytes -= taken.size;
    return taken.buffer;
  }

  /** Before a fresh buffer is made, `inUse` bytes in use with it. */
  makeRoom(inUse: number): void {
    const most = Math.max(this.most, inUse, SMALL_POOL_BYTES);
    while (this.idle.size > 0 && this.bytes + inUse > most) this.destroyOldest();
  }

  give(held: Held, inUse: number): void {
    this.most = Math.max(this.most, inUse);
    this.bytes += held.size;
    const idle = { ...held, since: performance.now() };
    this.idle.add(idle);
    const alike = this.alike.get(held.kind);
    if (alike) alike.push(idle);
    else this.alike.set(held.kind, [idle]);
    while (this.bytes > POOL_BYTES) this.destroyOldest();
    this.emptyLater();
  }

  get idleBytes(): number {
    return this.bytes;
  }

  private oldest(): Idle {
    return this.idle.values().next().value!;
  }

  private destroyOldest(): void {
    const oldest = this.oldest();
    this.idle.delete(oldest);
    // The first of its kind too, for both are in the order of giving back.
    const alike = this.alike.get(oldest.kind)!;
    alike.shift();
    if (alike.length === 0) this.alike.delete(oldest.kind);
    this.bytes -= oldest.size;
    oldest.buffer.destroy();
  }

  private emptyLater(): void {
    if (this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      while (this.idle.size > 0 && performance.now() - this.oldest().since >= POOL_MILLISECONDS) this.destroyOldest();
      if (this.idle.size > 0) this.emptyLater();
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

const limits = new WeakMap<GPUDevice, number>();

/** Bytes that one binding holds; asked for once, for a device is slow to say. */
function limitOf(device: GPUDevice): number {
  let limit = limits.get(device);
  if (limit === undefined) limits.set(device, (limit = Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize)));
  return limit;
}

/** Bytes that take a device longer to clear than to be told to: a millisecond on a software adapter. */
const AHEAD_BYTES = 8e6;

/** Sixteen at least: a kernel may see any buffer as one of vectors, when it has no use for it. */
const bytesFor = (numbers: number) => 4 * Math.max(4, numbers);

export class Arena {
  private readonly buffers: Held[] = [];
  private readonly stale: GPUBuffer[] = [];

  constructor(readonly device: GPUDevice) {}

  /** A buffer of float32 zeros. @throws when it is larger than one binding may be. */
  zeros(numbers: number, label: string): GPUBuffer {
    const { buffer, used } = this.create('made', bytesFor(numbers), label);
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
    return this.create('made', bytesFor(numbers), label).buffer;
  }

  /** A buffer of `values` for kernels to read, never to write: one that holds them from an earlier computation is not written again. */
  upload(values: Float32Array, label: string): GPUBuffer {
    const bits = values.length <= MOST_COMPARED ? new Uint32Array(values.buffer, values.byteOffset, values.length) : undefined;
    const { buffer } = this.create('given', bytesFor(values.length), label, bits);
    if (bits && holds(buffer, bits)) return buffer;
    this.device.queue.writeBuffer(buffer, 0, values as Float32Array<ArrayBuffer>);
    if (bits) uploaded.set(buffer, bits.slice());
    return buffer;
  }

  uniform(bytes: number, label: string): GPUBuffer {
    return this.create('uniform', bytes, label).buffer;
  }

  private create(purpose: keyof typeof USAGE, size: number, label: string, bits?: Uint32Array): { buffer: GPUBuffer; used: boolean } {
    const limit = limitOf(this.device);
    if (size > limit) throw new Error(`${label}: ${megabytes(size)} where this device binds at most ${megabytes(limit)}; use fewer images or rows at a time`);
    const pool = poolOf(this.device);
    const kind = `${purpose} ${size}`;
    const idle = pool.take(kind, bits);
    if (!idle) pool.makeRoom(deviceMemory(this.device).bytes + size);
    // One that was used before keeps the label of its first use: each new one would be told to the device.
    const buffer = idle ?? this.device.createBuffer({ size, usage: USAGE[purpose], label });
    this.buffers.push({ buffer, size, kind });
    account(this.device, size, 1);
    return { buffer, used: idle !== undefined };
  }

  release(): void {
    const buffers = this.buffers.splice(0);
    const inUse = deviceMemory(this.device).bytes;
    const pool = poolOf(this.device);
    account(this.device, -buffers.reduce((bytes, { size }) => bytes + size, 0), -buffers.length);
    for (const held of buffers) pool.give(held, inUse);
  }
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString('en', { maximumSignificantDigits: 3 })} MB`;
}
