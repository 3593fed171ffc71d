// The ground that the other WebGPU tests stand on: a device that computes, WGSL by import, and files of the repository by address.
import { expect, test } from 'vitest';

const DOUBLE = /* wgsl */ `
  @group(0) @binding(0) var<storage, read_write> x: array<f32>;
  @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
    if (id.x < arrayLength(&x)) { x[id.x] *= 2.0; }
  }`;

async function openDevice(): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('adapter: none');
  return adapter.requestDevice();
}

async function double(device: GPUDevice, numbers: Float32Array<ArrayBuffer>): Promise<Float32Array> {
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const buffer = device.createBuffer({ size: numbers.byteLength, usage });
  const result = device.createBuffer({ size: numbers.byteLength, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  device.queue.writeBuffer(buffer, 0, numbers);
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module: device.createShaderModule({ code: DOUBLE }) } });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: [{ binding: 0, resource: { buffer } }] }));
  pass.dispatchWorkgroups(Math.ceil(numbers.length / 64));
  pass.end();
  encoder.copyBufferToBuffer(buffer, 0, result, 0, numbers.byteLength);
  device.queue.submit([encoder.finish()]);
  await result.mapAsync(GPUMapMode.READ);
  return new Float32Array(result.getMappedRange().slice(0));
}

test('a compute shader doubles an array whose length is no multiple of its workgroup', async () => {
  const device = await openDevice();
  const numbers = Float32Array.from({ length: 1001 }, (_, i) => i / 8);
  const doubled = await double(device, numbers);
  expect(Array.from(doubled)).toEqual(Array.from(numbers, (x) => 2 * x));
  device.destroy();
});

test('a file of the repository can be fetched', async () => {
  const response = await fetch('/package.json');
  expect((await response.json()).name).toBe('jacobian-explorer');
});
