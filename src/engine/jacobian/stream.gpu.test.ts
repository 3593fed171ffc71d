// Streams on the device: parts within the budget, statistics over them, and nothing left behind.
import { describe, expect, it } from 'vitest';
import { deviceMemory, mostDeviceMemory } from '../gpu/arena.ts';
import { jacobian, jacobianStream, type Network } from '../index.ts';
import { testDevice } from '../testing/device.ts';
import { expectParts, expectStatistics } from '../testing/expectStatistics.ts';
import { oracleProblem } from '../testing/oracleTable.ts';

describe('a stream on the device', () => {
  for (const [name, more, budget] of [
    ['deep-small', {}, 60_000], ['deep-small', { wrt: 'input' }, 60_000], ['deep-small-batch', {}, 250_000], ['overlapping-pool', {}, 17_000], ['mlp', {}, 20_000],
  ] as const)
    it(`${name} ${JSON.stringify(more)}: its parts are the whole, statistics too`, async () => {
      const device = await testDevice();
      const before = deviceMemory(device);
      const { network, images, oracle } = await oracleProblem(name);
      const options = { of: oracle.of, batchNorm: oracle.batchNorm, device, budget, ...more };
      expect(await expectParts(network, images, options, 1e-5)).toBeGreaterThan(2);
      mostDeviceMemory(device);
      await expectStatistics(network, images, options, 1e-5);
      // Dense matrices of parts are the test's own; what else was held at any time kept to the budget.
      expect(mostDeviceMemory(device) - before.bytes).toBeLessThanOrEqual(budget);
      expect(deviceMemory(device)).toEqual(before);
    });

  it('holds no more than its budget, and lets go of it when it is left early', async () => {
    const device = await testDevice();
    const before = deviceMemory(device);
    const { network, images } = await oracleProblem('seed-relu1');
    const budget = 2e6;
    const many = { data: Float32Array.from({ length: 6 * 784 }, (_, k) => images.data[k % 784] / (1 + Math.floor(k / 784))), shape: [6, 28, 28, 1] as const };
    const stream = await jacobianStream(network, many, { of: 'relu1', device, budget });
    expect(stream.rows * 28 * 4).toBeGreaterThan(3 * budget);
    let parts = 0;
    mostDeviceMemory(device);
    for await (const { jacobian: part } of stream) {
      await part.toHost();
      expect(mostDeviceMemory(device) - before.bytes).toBeLessThanOrEqual(budget);
      expect(part.rows).toBeGreaterThan(0);
      if ((parts += 1) === 3) break;
    }
    expect(deviceMemory(device)).toEqual(before);
  });

  it('adds a million numbers as exactly as float32 can write the sum', async () => {
    const device = await testDevice();
    const side = 1000;
    const data = Float32Array.from({ length: side * side }, (_, k) => 1 + Math.sin(k) / 3);
    const parameter = (name: string, shape: number[]) => ({ name, shape, values: new Float32Array(1).fill(1) });
    const network: Network = {
      inputShape: [side, side, 1],
      layers: [{ kind: 'conv2d', name: 'conv', trainable: true, kernel: parameter('conv/kernel', [1, 1, 1, 1]), bias: parameter('conv/bias', [1]), strides: [1, 1], dilation: [1, 1], padding: 'valid' }],
    };
    const J = await jacobian(network, { data, shape: [1, side, side, 1] }, { of: 'conv', device });
    const ones = new Float32Array(side * side).fill(1);
    const [sum, count] = await J.vjp(ones);
    const [norm] = await J.columnNorms();
    J.dispose();
    const exact = data.reduce((total, value) => total + value, 0);
    expect(Math.abs(sum - exact) / exact).toBeLessThan(2 ** -23);
    expect(count).toBe(side * side);
    const squares = Math.sqrt(data.reduce((total, value) => total + value * value, 0));
    expect(Math.abs(norm - squares) / squares).toBeLessThan(2 ** -23);
  });

  it('leaves buffers as they were after a hundred Jacobians, stopped ones and failed ones included', async () => {
    const device = await testDevice();
    const before = deviceMemory(device);
    const { network, images, oracle } = await oracleProblem('strided');
    for (let k = 0; k < 100; k++) {
      const abort = new AbortController();
      if (k % 10 === 3) abort.abort();
      const options = { of: k % 10 === 7 ? 'nothing' : oracle.of, device, dense: k % 2 === 0, signal: abort.signal };
      const J = await jacobian(network, images, options).catch(() => null);
      expect(J === null).toBe(k % 10 === 3 || k % 10 === 7);
      J?.dispose();
    }
    expect(deviceMemory(device)).toEqual(before);
  });
});
