// The WebGPU device of the browser that runs the tests. An error that nobody caught fails the run.
import { usefulFeatures } from '../gpu/tiles.ts';

const opened = new Map<string, Promise<GPUDevice>>();

/** The one with the features that kernels make use of, as the page opens it; or with none of them. */
export function testDevice(features: 'useful' | 'none' = 'useful'): Promise<GPUDevice> {
  const device = opened.get(features) ?? open(features);
  opened.set(features, device);
  return device;
}

async function open(features: 'useful' | 'none'): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('WebGPU: no adapter in this browser; start it with --enable-unsafe-webgpu');
  const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
  const requiredFeatures = features === 'useful' ? usefulFeatures(adapter) : [];
  const device = await adapter.requestDevice({ requiredLimits: { maxStorageBufferBindingSize, maxBufferSize }, requiredFeatures });
  device.addEventListener('uncapturederror', (event) => {
    throw new Error(`WebGPU: ${event.error.message}`);
  });
  return device;
}
