// Streams on the device: parts within the budget, statistics over them, and nothing left behind.
import { describe, expect, it } from 'vitest';
import { deviceMemory, idleDeviceMemory, mostDeviceMemory } from '../gpu/arena.ts';
import { type Images, jacobian, jacobianGram, jacobianStatistics, jacobianStream, type Network } from '../index.ts';
import { testDevice } from '../testing/device.ts';
import { expectParts, expectStatistics } from '../testing/expectStatistics.ts';
import { relativeError } from '../testing/relativeError.ts';
import { oracleProblem } from '../testing/oracleTable.ts';
import { jvpOf, vjpOf } from './statistics.ts';
import { slice } from './stream.ts';

/** So many images, each the one image times a number of its own. */
function scaled({ data, shape }: Images, count: number): Images {
  const numbers = Float32Array.from({ length: count * data.length }, (_, k) => data[k % data.length] * (0.5 + ((Math.floor(k / data.length) * 7) % 11) / 10));
  return { data: numbers, shape: [count, shape[1], shape[2], shape[3]] };
}

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

  it('takes 500 images of the reference network, 12.9 GB dense, through 256 MB, with statistics and products', async () => {
    const device = await testDevice();
    const before = deviceMemory(device);
    const { network, images } = await oracleProblem('seed-relu1');
    const many = scaled(images, 500);
    const options = { of: 'relu1', device, budget: 256e6 };
    const perImage = 11520;
    const stream = await jacobianStream(network, many, options);
    expect([stream.rows, stream.columns, 4 * stream.rows * stream.columns]).toEqual([500 * perImage, 560, 12.9024e9]);
    mostDeviceMemory(device);
    let next = 0;
    for await (const { firstRow, rows } of stream) {
      expect(firstRow).toBe(next);
      next += rows;
      expect(deviceMemory(device).bytes - before.bytes + idleDeviceMemory(device)).toBeLessThanOrEqual(256e6);
    }
    expect(next).toBe(stream.rows);
    const statistics = await jacobianStatistics(network, many, options);
    expect(mostDeviceMemory(device) - before.bytes).toBeLessThanOrEqual(256e6);
    expect(deviceMemory(device)).toEqual(before);
    // The float64 reference of a few images holds them all to account.
    for (const n of [0, 46, 321, 499]) {
      const one = await jacobian(network, slice(many, n, 1), { of: 'relu1', device: null });
      expect(relativeError(statistics.rowNorms.subarray(n * perImage, (n + 1) * perImage), await one.rowNorms())).toBeLessThanOrEqual(1e-5);
    }
    const squares = (values: Float64Array) => values.reduce((sum, value) => sum + value * value, 0);
    expect(squares(statistics.columnNorms) / squares(statistics.rowNorms)).toBeCloseTo(1, 5);
  });

  // Half a minute on a software adapter: VITE_WHOLE=1 asks for it.
  it.runIf(import.meta.env.VITE_WHOLE === '1')('takes their products through 256 MB too: J·v, u·J, a tile of J Jᵀ', async () => {
    const device = await testDevice();
    const before = deviceMemory(device);
    const { network, images } = await oracleProblem('seed-relu1');
    const many = scaled(images, 500);
    const options = { of: 'relu1', device, budget: 256e6 };
    const stream = await jacobianStream(network, many, options);
    const rows = [321 * 11520, 322 * 11520] as const;
    const one = await jacobian(network, slice(many, 321, 1), { of: 'relu1', device: null });
    const v = Float32Array.from({ length: 560 }, (_, p) => Math.cos(p));
    const u = Float32Array.from({ length: stream.rows }, (_, r) => (r >= rows[0] && r < rows[1] ? Math.sin(r) : 0));
    mostDeviceMemory(device);
    expect(relativeError((await jvpOf(stream, v)).subarray(...rows), await one.jvp(v))).toBeLessThanOrEqual(1e-5);
    expect(relativeError(await vjpOf(stream, u), await one.vjp(u.subarray(...rows)))).toBeLessThanOrEqual(1e-5);
    for await (const tile of jacobianGram(network, many, options)) {
      const few = await jacobian(network, slice(many, 0, 1), { of: 'relu1', device: null, rows: { start: 0, count: 20 } });
      const truth = await few.gram();
      expect(relativeError(truth.map((_, k) => tile.values[Math.floor(k / 20) * tile.columns + (k % 20)]), truth)).toBeLessThanOrEqual(1e-5);
      break;
    }
    expect(mostDeviceMemory(device) - before.bytes).toBeLessThanOrEqual(256e6);
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

  it('adds along a row of a million, and between such rows, as exactly', async () => {
    const device = await testDevice();
    const n = 1_000_000;
    const data = Float32Array.from({ length: n }, (_, k) => 1 + Math.sin(k) / 3);
    const kernel = { name: 'fc/kernel', shape: [n, 1], values: new Float32Array(n).fill(1e-6) };
    const network: Network = { inputShape: [1, 1, n], layers: [{ kind: 'dense', name: 'fc', trainable: true, kernel, bias: null }] };
    const J = await jacobian(network, { data, shape: [1, 1, 1, n] }, { of: 'fc', device });
    const near = (got: number, exact: number) => expect(Math.abs(got - exact) / exact).toBeLessThan(2 ** -23);
    const squares = data.reduce((total, value) => total + value * value, 0);
    near((await J.rowNorms())[0], Math.sqrt(squares));
    near((await J.jvp(new Float32Array(n).fill(1)))[0], data.reduce((total, value) => total + value, 0));
    near((await J.statistics()).rowNorms[0], Math.sqrt(squares));
    expect(Math.abs((await J.gram())[0] - squares) / squares).toBeLessThan(2 ** -22);
    J.dispose();
  });

  it('normalises by moments of a million as exactly as float32 can write them', async () => {
    const device = await testDevice();
    const n = 1_000_000;
    const data = Float32Array.from({ length: n }, (_, k) => 3 + Math.sin(k) + Math.cos(k * k));
    const parameter = (name: string) => ({ name, shape: [1], values: Float32Array.of(1) });
    const network: Network = {
      inputShape: [1000, 1000, 1],
      layers: [{ kind: 'batchNorm', name: 'bn', trainable: true, gamma: parameter('bn/gamma'), beta: parameter('bn/beta'), movingMean: parameter('bn/moving_mean'), movingVariance: parameter('bn/moving_variance'), epsilon: 1e-3 }],
    };
    const J = await jacobian(network, { data, shape: [1, 1000, 1000, 1] }, { of: 'bn', device, wrt: ['bn/gamma'], batchNorm: 'batch', rows: { start: 500, count: 20 } });
    const mean = data.reduce((total, value) => total + value, 0) / n;
    const sigma = Math.sqrt(data.reduce((total, value) => total + (value - mean) ** 2, 0) / n + 1e-3);
    const exact = Float64Array.from(data.subarray(500, 520), (value) => (value - mean) / sigma);
    // A chain of a million additions would be wrong by 1e-4 and more.
    expect(relativeError(await J.column(0), exact)).toBeLessThan(4e-7);
    J.dispose();
  });

  it('multiplies chosen rows by chosen rows, of one Jacobian and of two', async () => {
    const device = await testDevice();
    const { network, images, oracle } = await oracleProblem('strided');
    for (const [of, wrt] of [['act1', undefined], [oracle.of, undefined], ['act1', 'input']] as const) {
      // Few rows a buffer, so that chosen rows lie in several.
      const A = await jacobian(network, images, { of, device, ...(wrt ? { wrt } : {}), budget: 20_000 });
      const B = await jacobian(network, images, { of, device, ...(wrt ? { wrt } : {}), rows: { start: 7, count: 15 } });
      const [rows, otherRows] = [[20, 3, 0, 11], [14, 0, 4]];
      const [host, other] = [await A.toHost(), await B.toHost()];
      expect(relativeError(await A.gram({ rows, other: B, otherRows }), await host.gram({ rows, other, otherRows }))).toBeLessThan(1e-6);
      expect(relativeError(await A.gram({ rows }), await host.gram({ rows }))).toBeLessThan(1e-6);
      const [row, again] = [await A.row(20), await B.row(14)];
      expect(relativeError([(await A.gram({ rows, other: B, otherRows }))[0]], [Float64Array.from(row).reduce((sum, value, p) => sum + value * again[p], 0)])).toBeLessThan(1e-5);
      await expect(A.gram({ rows: [A.rows] })).rejects.toThrow(/^row: \d+ is not one/);
      A.dispose();
      B.dispose();
    }
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
