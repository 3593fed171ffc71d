import { afterEach, describe, expect, it, vi } from 'vitest';
import { Arena, deviceMemory, idleDeviceMemory } from './arena.ts';

/** A device that only makes buffers, and the ones that it has made and not destroyed. */
function fakeDevice(): { device: GPUDevice; alive: Set<GPUBuffer> } {
  const alive = new Set<GPUBuffer>();
  const createBuffer = ({ size, usage }: GPUBufferDescriptor): GPUBuffer => {
    const buffer = { size, usage, label: '', destroy: () => alive.delete(buffer) } as unknown as GPUBuffer;
    alive.add(buffer);
    return buffer;
  };
  const device = { limits: { maxStorageBufferBindingSize: 2 ** 30, maxBufferSize: 2 ** 30 }, createBuffer } as unknown as GPUDevice;
  return { device, alive };
}

const bytesOf = (buffers: Iterable<GPUBuffer>) => Array.from(buffers).reduce((total, { size }) => total + size, 0);
const MB = 250_000;

/** Takes buffers of so many megabytes together, and lets go of them. */
function compute(device: GPUDevice, ...megabytes: number[]): void {
  const arena = new Arena(device);
  for (const size of megabytes) arena.scratch(size * MB, 'test');
  arena.release();
}

afterEach(() => void vi.useRealTimers());

describe('released buffers', () => {
  it('serve the next computation', () => {
    const { device, alive } = fakeDevice();
    compute(device, 100, 20);
    const first = new Set(alive);
    compute(device, 20, 100);
    expect(alive).toEqual(first);
    expect([deviceMemory(device), idleDeviceMemory(device)]).toEqual([{ bytes: 0, buffers: 0 }, 120e6]);
  });

  it('never make the device hold more than was in use at once', () => {
    const { device, alive } = fakeDevice();
    for (const sizes of [[100, 20], [90, 30], [10, 10, 10], [119], [1, 2, 3]]) {
      compute(device, ...sizes);
      expect(bytesOf(alive)).toBeLessThanOrEqual(120e6);
    }
    compute(device, 200);
    expect(bytesOf(alive)).toBe(200e6);
  });

  it('are all kept while they are small', () => {
    const { device, alive } = fakeDevice();
    for (const size of [1, 2, 3, 4, 5]) compute(device, size);
    expect(bytesOf(alive)).toBe(15e6);
  });

  it('go back when nobody has asked for them in a while, whatever else is computed meanwhile', () => {
    vi.useFakeTimers();
    const { device, alive } = fakeDevice();
    compute(device, 50);
    for (let seconds = 0; seconds < 12; seconds++) {
      vi.advanceTimersByTime(1_000);
      compute(device, 1);
    }
    expect(bytesOf(alive)).toBe(1e6);
    vi.advanceTimersByTime(11_000);
    expect(alive.size).toBe(0);
  });
});
