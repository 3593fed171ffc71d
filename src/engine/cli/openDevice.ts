// A WebGPU device in Node, by Dawn, where the machine has a driver for it.
import { existsSync } from 'node:fs';
import { usefulFeatures } from '../gpu/tiles.ts';
import { TemporaryFailure } from './exitCode.ts';

export interface OpenedDevice {
  readonly device: GPUDevice;
  /** The adapter as it names itself. */
  readonly name: string;
  /** Rejects with a TemporaryFailure when the device is lost for another reason than `close`. */
  readonly lost: Promise<never>;
  close(): void;
}

/** Dawn's instance: collected while a device of its own still works, it takes the process with it. */
let instance: GPU | null = null;

/**
 * Null where there is no adapter, or no Dawn for this system. `softwareDrivers` are Vulkan's descriptions (…_icd.json) of drivers
 * that work on the processor; the first that exists is tried where there is no other.
 */
export async function openDevice(softwareDrivers: readonly string[] = []): Promise<OpenedDevice | null> {
  const adapter = (await findAdapter()) ?? (await softwareAdapter(softwareDrivers));
  if (!adapter) return null;
  const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
  const device = await adapter.requestDevice({ requiredLimits: { maxStorageBufferBindingSize, maxBufferSize }, requiredFeatures: usefulFeatures(adapter) });
  const { vendor, architecture, description } = adapter.info;
  const lost = device.lost.then(({ reason, message }): Promise<never> => {
    if (reason === 'destroyed') return new Promise<never>(() => {});
    throw new TemporaryFailure(`device: it was lost (${message}); run it again, with a smaller --budget`);
  });
  lost.catch(() => {});
  return { device, name: description || `${vendor} ${architecture}`.trim(), lost, close: () => device.destroy() };
}

async function findAdapter(): Promise<GPUAdapter | null> {
  // Absent where Dawn was not built for the system.
  const dawn = await import('webgpu').catch(() => null);
  if (!dawn) return null;
  instance = dawn.create([]) as GPU;
  return instance.requestAdapter({ powerPreference: 'high-performance' });
}

/** Vulkan's loader reads the variable whenever an instance is made. */
async function softwareAdapter(drivers: readonly string[]): Promise<GPUAdapter | null> {
  const driver = drivers.find((path) => existsSync(path));
  if (driver === undefined || process.env.VK_ICD_FILENAMES !== undefined) return null;
  process.env.VK_ICD_FILENAMES = driver;
  return findAdapter();
}
