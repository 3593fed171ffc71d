// The WebGPU device of the browser that runs the tests. An error that nobody caught fails the run.
import { GPU_TILES, giveTiles, usefulFeatures } from '../gpu/tiles.ts';

const opened = new Map<string, Promise<GPUDevice>>();

/** With the features that kernels make use of, as the page opens it; with none of them; or treated as a GPU, be it one or not. */
export type TestDevice = 'useful' | 'none' | 'as a GPU';

export function testDevice(kind: TestDevice = 'useful'): Promise<GPUDevice> {
  const device = opened.get(kind) ?? open(kind);
  opened.set(kind, device);
  return device;
}

async function open(kind: TestDevice): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('WebGPU: no adapter in this browser; start it with --enable-unsafe-webgpu');
  const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
  const requiredFeatures = kind === 'useful' ? usefulFeatures(adapter) : [];
  const device = await adapter.requestDevice({ requiredLimits: { maxStorageBufferBindingSize, maxBufferSize }, requiredFeatures });
  if (kind === 'as a GPU') giveTiles(device, { ...GPU_TILES, asked: true });
  device.addEventListener('uncapturederror', (event) => {
    throw new Error(`WebGPU: ${event.error.message}`);
  });
  return device;
}
