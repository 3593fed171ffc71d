// Copies of device buffers on the host.
import { account } from './arena.ts';
import { soon } from './soon.ts';

/** Small copies go through buffers of this size that are kept: a row or a few flags are read far more often than matrices. */
const SMALL_BYTES = 65_536;
const idle = new WeakMap<GPUDevice, GPUBuffer[]>();

function stagingFor(device: GPUDevice, size: number): GPUBuffer {
  const kept = size <= SMALL_BYTES ? idle.get(device)?.pop() : undefined;
  if (size > SMALL_BYTES) account(device, size, 1);
  return kept ?? device.createBuffer({ size: Math.max(size, SMALL_BYTES), usage: 0x1 | 0x8, label: 'readback' }); // MAP_READ | COPY_DST
}

function giveBack(device: GPUDevice, staging: GPUBuffer): void {
  if (staging.size > SMALL_BYTES) {
    account(device, -staging.size, -1);
    return staging.destroy();
  }
  staging.unmap();
  const kept = idle.get(device) ?? [];
  if (kept.length >= 4) return staging.destroy();
  idle.set(device, [...kept, staging]);
}

/** `numbers` float32 from `buffer`, starting at number `from`. */
export async function readFloats(device: GPUDevice, buffer: GPUBuffer, from: number, numbers: number): Promise<Float32Array> {
  const encoder = device.createCommandEncoder();
  const read = copyInto(encoder, device, buffer, from, numbers);
  device.queue.submit([encoder.finish()]);
  return read();
}

/** The same recorded with other work. What is returned reads the copy, once, after the work has been submitted. */
export function copyInto(encoder: GPUCommandEncoder, device: GPUDevice, buffer: GPUBuffer, from: number, numbers: number): () => Promise<Float32Array> {
  const size = 4 * numbers;
  const staging = stagingFor(device, size);
  encoder.copyBufferToBuffer(buffer, 4 * from, staging, 0, size);
  return async () => {
    try {
      await soon(device, staging.mapAsync(0x1, 0, size));
      return new Float32Array(staging.getMappedRange(0, size).slice(0));
    } finally {
      giveBack(device, staging);
    }
  };
}
