// What the kernels themselves notice: outputs that are not finite, whoever holds the weights.
import { describe, expect, it } from 'vitest';
import { deviceMemory } from '../gpu/arena.ts';
import { activations, jacobian } from '../index.ts';
import type { Network } from '../model/network.ts';
import { testDevice } from '../testing/device.ts';
import { oracleProblem } from '../testing/oracleTable.ts';

/** The network with every kernel of `layer` on the device, full of one number. */
function onDevice(network: Network, device: GPUDevice, layer: string, value: number): { network: Network; buffer: GPUBuffer } {
  let buffer: GPUBuffer | null = null;
  const layers = network.layers.map((each) => {
    if (each.name !== layer || !('kernel' in each)) return each;
    const values = (each.kernel.values as Float32Array).map(() => value);
    buffer = device.createBuffer({ size: values.byteLength, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST });
    device.queue.writeBuffer(buffer, 0, values as Float32Array<ArrayBuffer>);
    return { ...each, kernel: { ...each.kernel, values: { buffer } } };
  });
  return { network: { ...network, layers }, buffer: buffer! };
}

describe('layers whose outputs are not finite are named', () => {
  for (const [name, layer, of, value] of [['strided', 'conv1', 'conv2', NaN], ['deep-small', 'conv2', 'relu2', 3e38], ['depthwise', 'dw1', 'act1', Infinity]] as const)
    it(`${name}: ${layer} full of ${value}`, async () => {
      const device = await testDevice();
      const before = deviceMemory(device);
      const problem = await oracleProblem(name);
      const { network, buffer } = onDevice(problem.network, device, layer, value);
      for (const method of ['structured', 'batched'] as const)
        await expect(jacobian(network, problem.images, { of, device, method })).rejects.toThrow(new RegExp(`^outputs of ${layer}: not finite`));
      await expect(activations(network, problem.images, { of, device })).rejects.toThrow(new RegExp(`^outputs of ${layer}: not finite`));
      expect(deviceMemory(device)).toEqual(before);
      buffer.destroy();
    });
});
