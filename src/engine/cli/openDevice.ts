// A WebGPU device in Node, by Dawn, where the machine has a driver for it.

export interface OpenedDevice {
  readonly device: GPUDevice;
  /** The adapter as it names itself. */
  readonly name: string;
  /** Rejects when the device is lost for another reason than `close`. */
  readonly lost: Promise<never>;
  close(): void;
}

/** Dawn's instance: collected while a device of its own still works, it takes the process with it. */
let instance: GPU | null = null;

/** Null where there is no adapter. */
export async function openDevice(): Promise<OpenedDevice | null> {
  const { create } = await import('webgpu');
  instance ??= create([]) as GPU;
  const adapter = await instance.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return null;
  const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
  const device = await adapter.requestDevice({ requiredLimits: { maxStorageBufferBindingSize, maxBufferSize } });
  const { vendor, architecture, description } = adapter.info;
  const lost = device.lost.then(({ reason, message }): Promise<never> => {
    if (reason === 'destroyed') return new Promise<never>(() => {});
    throw new Error(`device: it was lost (${message}); run it again, with a smaller --budget`);
  });
  lost.catch(() => {});
  return { device, name: description || `${vendor} ${architecture}`.trim(), lost, close: () => device.destroy() };
}
