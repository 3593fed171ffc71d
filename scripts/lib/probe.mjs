// Asks a browser whether it really has WebGPU: an adapter, a device and one number computed. It knows nothing of where browsers live.
import { createServer } from 'node:http';
import { CHROMIUM_FLAGS } from './chromium-flags.mjs';

const PATIENCE = 60_000;

/** Resolves to { adapter, version } of a Chromium at `executablePath`, or throws the reason why it will not do. */
export async function probeChromium(executablePath) {
  const { chromium } = await import('@playwright/test');
  const server = await blankPage();
  let browser;
  try {
    browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS, timeout: PATIENCE });
    const page = await browser.newPage();
    // WebGPU needs a secure context, which localhost is.
    await page.goto(`http://localhost:${server.address().port}/`, { timeout: PATIENCE });
    const adapter = await within(PATIENCE, page.evaluate(computeOnce));
    return { adapter, version: browser.version() };
  } finally {
    await browser?.close();
    server.close();
  }
}

function blankPage() {
  const server = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>probe</title>'));
  return new Promise((resolve) => server.listen(0, 'localhost', () => resolve(server)));
}

function within(milliseconds, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${milliseconds / 1000} s`)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

// Runs in the page. A device can be had and still fail at its first dispatch, so one number is computed and read back.
async function computeOnce() {
  if (!navigator.gpu) throw new Error('no navigator.gpu');
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('no WebGPU adapter');
  const device = await adapter.requestDevice();
  const code = '@group(0) @binding(0) var<storage, read_write> x: array<u32>; @compute @workgroup_size(1) fn main() { x[0] = 42u; }';
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module: device.createShaderModule({ code }) } });
  const result = device.createBuffer({ size: 4, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
  const readable = device.createBuffer({ size: 4, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: [{ binding: 0, resource: { buffer: result } }] }));
  pass.dispatchWorkgroups(1);
  pass.end();
  encoder.copyBufferToBuffer(result, 0, readable, 0, 4);
  device.queue.submit([encoder.finish()]);
  await readable.mapAsync(GPUMapMode.READ);
  const [number] = new Uint32Array(readable.getMappedRange());
  if (number !== 42) throw new Error(`a shader that writes 42 gave ${number}`);
  return `${adapter.info.vendor} ${adapter.info.architecture}`.trim();
}
