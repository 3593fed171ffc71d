import { afterEach, describe, expect, it, vi } from 'vitest';
import { Arena, deviceMemory, idleDeviceMemory } from './arena.ts';

/** A device that only makes buffers, the ones that it has made and not destroyed, and what it was given to write into them. */
function fakeDevice(): { device: GPUDevice; alive: Set<GPUBuffer>; written: [GPUBuffer, number[]][] } {
  const written: [GPUBuffer, number[]][] = [];
  const writeBuffer = (buffer: GPUBuffer, _offset: number, values: Float32Array) => void written.push([buffer, Array.from(values)]);
  const alive = new Set<GPUBuffer>();
  const createBuffer = ({ size, usage }: GPUBufferDescriptor): GPUBuffer => {
    const buffer = { size, usage, label: '', destroy: () => alive.delete(buffer) } as unknown as GPUBuffer;
    alive.add(buffer);
    return buffer;
  };
  const device = { limits: { maxStorageBufferBindingSize: 2 ** 30, maxBufferSize: 2 ** 30 }, createBuffer, queue: { writeBuffer } } as unknown as GPUDevice;
  return { device, alive, written };
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

describe('numbers that are given to a device', () => {
  /** What the buffers of one computation hold, by all that was ever written. */
  function given(device: GPUDevice, written: [GPUBuffer, number[]][], ...lists: Float32Array[]): (number[] | undefined)[] {
    const arena = new Arena(device);
    const buffers = lists.map((values) => arena.upload(values, 'test'));
    arena.release();
    expect(new Set(buffers).size).toBe(lists.length);
    return buffers.map((buffer) => written.findLast(([into]) => into === buffer)?.[1]);
  }

  it('are not given again while a buffer holds them, to the bit, whichever of its size it is', () => {
    const { device, written } = fakeDevice();
    const [a, b, zero, negative, nothing] = [Float32Array.of(1, 2, 3, 4), Float32Array.of(5, 6, 7, 8), Float32Array.of(0, 0, 0, 0), Float32Array.of(-0, 0, 0, 0), Float32Array.of(NaN, 0, 0, 0)];
    for (const lists of [[a, b, zero], [b, zero, a], [zero, a, b]]) expect(given(device, written, ...lists)).toEqual(lists.map((values) => Array.from(values)));
    expect(written).toHaveLength(3);
    expect(given(device, written, negative, nothing)).toEqual([[-0, 0, 0, 0], [NaN, 0, 0, 0]]);
    expect(written).toHaveLength(5);
    // Changed where they stand.
    a[2] = 9;
    expect(given(device, written, a)).toEqual([[1, 2, 9, 4]]);
  });

  it('never lie where something else is written', () => {
    const { device, written } = fakeDevice();
    const values = Float32Array.of(1, 2, 3, 4);
    const first = new Arena(device);
    const buffer = first.upload(values, 'test');
    first.release();
    const second = new Arena(device);
    expect([second.scratch(4, 'test'), second.zeros(4, 'test')]).not.toContain(buffer);
    expect(second.upload(values, 'test')).toBe(buffer);
    expect(written).toHaveLength(1);
  });

  it('are given whenever they are many', () => {
    const { device, written } = fakeDevice();
    const many = new Float32Array(10_000);
    given(device, written, many);
    given(device, written, many);
    expect(written).toHaveLength(2);
  });
});
