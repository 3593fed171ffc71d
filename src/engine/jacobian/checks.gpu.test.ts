// What the kernels themselves notice: outputs that are not finite, whoever holds the weights.
import { describe, expect, it } from 'vitest';
import { deviceMemory } from '../gpu/arena.ts';
import { activations, jacobian, verify } from '../index.ts';
import type { Network } from '../model/network.ts';
import { withParameters } from './parameters.ts';
import { testDevice } from '../testing/device.ts';
import { oracleProblem } from '../testing/oracleTable.ts';

/** The network with every kernel of `layer` on the device, full of one number. */
function onDevice(network: Network, device: GPUDevice, layer: string, value: number, usage = 0): { network: Network; buffer: GPUBuffer } {
  let buffer: GPUBuffer | null = null;
  const layers = network.layers.map((each) => {
    if (each.name !== layer || !('kernel' in each)) return each;
    const values = (each.kernel.values as Float32Array).map(() => value);
    buffer = device.createBuffer({ size: values.byteLength, usage: usage | GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST });
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

  it('names the weight where the device gives it back, and reads nothing where all is well', async () => {
    const device = await testDevice();
    const problem = await oracleProblem('strided');
    const spoilt = onDevice(problem.network, device, 'conv1', -Infinity, GPUBufferUsage.COPY_SRC);
    // Of conv1 itself no output is needed: its weights are looked at all the same.
    for (const of of ['conv1', 'act1', 'conv2']) await expect(jacobian(spoilt.network, problem.images, { of, device })).rejects.toThrow(/^weights conv1\/kernel: -Infinity at \[0, 0, 0, 0\]; load or train them again$/);
    const small = onDevice(problem.network, device, 'conv1', 0.5);
    (await jacobian(small.network, problem.images, { of: 'conv2', device })).dispose();
    await expect(jacobian(small.network, problem.images, { of: 'conv2', device: null })).rejects.toThrow(/is on a device/);
    for (const { buffer } of [spoilt, small]) buffer.destroy();
  });

  it('looks at weights that the rows hold and the forward pass does not need', async () => {
    const device = await testDevice();
    const { network, images } = await oracleProblem('strided');
    const spoilt = onDevice(network, device, 'conv2', NaN);
    for (const method of ['structured', 'batched'] as const)
      await expect(jacobian(spoilt.network, images, { of: 'conv2', wrt: ['conv1/kernel'], device, method })).rejects.toThrow(/^outputs of conv2: not finite/);
    spoilt.buffer.destroy();
  });

  it('refuses a buffer that is too small for its weights', async () => {
    const device = await testDevice();
    const { network, images } = await oracleProblem('strided');
    const buffer = device.createBuffer({ size: 16, usage: GPUBufferUsage.STORAGE });
    const short = withParameters(network, (parameter) => (parameter.name === 'conv1/bias' ? { ...parameter, values: { buffer } } : parameter));
    await expect(jacobian(short, images, { of: 'conv2', device })).rejects.toThrow(/^weights conv1\/bias: a buffer of 16 bytes where 20 are needed/);
    buffer.destroy();
  });

  it('reads weights back to verify against the float64 reference', async () => {
    const device = await testDevice();
    const problem = await oracleProblem('strided');
    const { network, buffer } = onDevice(problem.network, device, 'conv1', 0.25, GPUBufferUsage.COPY_SRC);
    const options = { of: 'conv2', device };
    const J = await jacobian(network, problem.images, options);
    const results = await verify(J, network, problem.images, options);
    expect(results.map(({ against }) => against)).toEqual(['float64 reference', 'dense cotangents', 'finite differences']);
    for (const { worst } of results) expect(worst.relativeError).toBeLessThan(1e-5);
    J.dispose();
    buffer.destroy();
  });
});
