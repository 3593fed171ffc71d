// The same parts without a browser, in Node on whatever GPU Dawn finds: `?part=…` is the first argument, the result the last line of
// stdout. Devices can say when they began and ended, so what they take is measured beside what the caller waits.
import '../src/engine/testing/dawn.ts';
import { usefulFeatures } from '../src/engine/gpu/tiles.ts';
import { measurePart } from './parts.ts';

async function open(): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('WebGPU: no adapter; give Vulkan a driver, e.g. by VK_ICD_FILENAMES');
  const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
  const clock: GPUFeatureName[] = adapter.features.has('timestamp-query') ? ['timestamp-query'] : [];
  return adapter.requestDevice({ requiredLimits: { maxStorageBufferBindingSize, maxBufferSize }, requiredFeatures: [...usefulFeatures(adapter), ...clock] });
}

const results = await measurePart(new URLSearchParams(process.argv[2]), open);
// A driver's threads may outlive the work.
process.stdout.write(`\n${JSON.stringify(results)}\n`, () => process.exit(0));
