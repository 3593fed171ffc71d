// Copies of device buffers on the host.

/** `numbers` float32 from `buffer`, starting at number `from`. */
export async function readFloats(device: GPUDevice, buffer: GPUBuffer, from: number, numbers: number): Promise<Float32Array> {
  const size = 4 * numbers;
  const staging = device.createBuffer({ size, usage: 0x1 | 0x8, label: 'readback' }); // MAP_READ | COPY_DST
  try {
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, 4 * from, staging, 0, size);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(0x1);
    return new Float32Array(staging.getMappedRange().slice(0));
  } finally {
    staging.destroy();
  }
}
