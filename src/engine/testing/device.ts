// The WebGPU device of the browser that runs the tests. An error that nobody caught fails the run.
import { usefulFeatures } from '../gpu/tiles.ts';

let opened: Promise<GPUDevice> | null = null;

export function testDevice(): Promise<GPUDevice> {
  opened ??= (async () => {
    const adapter = await navigator.gpu.requestAdapter();
    if (!adapter) throw new Error('WebGPU: no adapter in this browser; start it with --enable-unsafe-webgpu');
    const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
    const device = await adapter.requestDevice({ requiredLimits: { maxStorageBufferBindingSize, maxBufferSize }, requiredFeatures: usefulFeatures(adapter) });
    device.addEventListener('uncapturederror', (event) => {
      throw new Error(`WebGPU: ${event.error.message}`);
    });
    return device;
  })();
  return opened;
}
