// A result on the device: slabs, samples of rows, stopping, letting go.
import { describe, expect, it } from 'vitest';
import { deviceMemory } from '../gpu/arena.ts';
import { compileAhead, jacobian } from '../index.ts';
import { testDevice } from '../testing/device.ts';
import { relativeError } from '../testing/oracle.ts';
import { oracleProblem } from '../testing/oracleTable.ts';

const seed = () => oracleProblem('seed-relu1');

/** Every buffer given back. */
async function expectNothingLeft(): Promise<void> {
  expect(deviceMemory(await testDevice())).toEqual({ bytes: 0, buffers: 0 });
}

describe('a Jacobian on the device', () => {
  it('gives the same whether its rows lie in one buffer or in many', async () => {
    const device = await testDevice();
    const { network, images, oracle } = await seed();
    // 1 001 rows a buffer: neither the rows nor the channels divide it.
    const J = await jacobian(network, images, { of: 'relu1', device, budget: 28 * 4 * 1001 });
    const { u, uJ, v, Jv, row_norms, col_norms } = oracle.arrays;
    expect(relativeError(await J.vjp(u.data), uJ.data)).toBeLessThan(1e-5);
    expect(relativeError(await J.jvp(v.data), Jv.data)).toBeLessThan(1e-5);
    expect(relativeError(await J.rowNorms(), row_norms.data)).toBeLessThan(1e-5);
    expect(relativeError(await J.columnNorms(), col_norms.data)).toBeLessThan(1e-5);
    expect(await J.column(7)).toEqual(await (await J.toHost()).column(7));
    expect(await J.row(1001)).toEqual(await (await J.toHost()).row(1001));
    J.dispose();
    await expectNothingLeft();
  });

  it('finds in its statistics what the host finds in the same rows, be they in one buffer or in many', async () => {
    const device = await testDevice();
    for (const [name, of, wrt] of [['seed-relu1', 'relu1', undefined], ['deep-small', undefined, undefined], ['mlp', 'fc2', undefined], ['strided', 'act1', undefined], ['strided', 'act1', 'input']] as const) {
      const { network, images, oracle } = await oracleProblem(name);
      for (const budget of [undefined, 28 * 4 * 1001, 20_000]) {
        const J = await jacobian(network, images, { of: of ?? oracle.of, device, budget, ...(wrt ? { wrt } : {}) });
        const [found, truth] = [await J.statistics(), await (await J.toHost()).statistics()];
        for (const norms of ['rowNorms', 'columnNorms', 'columnMeanAbsolutes'] as const) expect(relativeError(found[norms], truth[norms])).toBeLessThan(1e-6);
        const scale = Math.hypot(...truth.columnMeanAbsolutes);
        expect(Math.hypot(...truth.columnMeans.map((mean, p) => mean - found.columnMeans[p]))).toBeLessThan(1e-6 * scale);
        // The same numbers in the same places, the first of equals.
        for (const maxima of ['rowMaxima', 'columnMaxima', 'largest'] as const) expect(found[maxima]).toEqual(truth[maxima]);
        J.dispose();
      }
    }
    await expectNothingLeft();
  });

  it('writes a large dense matrix over another one, and leaves nothing of it', async () => {
    const device = await testDevice();
    const { network, images } = await seed();
    const negative = { ...images, data: images.data.map((value) => 1 - value) };
    for (const each of [images, negative, images]) {
      const J = await jacobian(network, each, { of: 'relu1', device, dense: true });
      const truth = await jacobian(network, each, { of: 'relu1', device: null });
      const matrix = await J.dense();
      expect(relativeError(await matrix.read(), await (await truth.dense()).read())).toBeLessThan(1e-6);
      matrix.dispose();
      J.dispose();
    }
    await expectNothingLeft();
  });

  it('splits norms by parameter', async () => {
    const { network, images } = await seed();
    const J = await jacobian(network, images, { of: 'relu1', device: await testDevice() });
    const parts = await Promise.all(J.blocks.map(({ parameter }) => J.rowNorms(parameter)));
    const whole = (await J.rowNorms()).map((norm) => norm * norm);
    expect(relativeError(whole.map((_, r) => parts.reduce((sum, part) => sum + part[r] ** 2, 0)), whole)).toBeLessThan(1e-6);
    expect(await J.columnNorms('bn1/gamma')).toEqual((await J.columnNorms()).slice(520, 540));
    await expect(J.rowNorms('fc2/bias')).rejects.toThrow(/^parameter: fc2\/bias .*conv1\/kernel/);
    J.dispose();
    await expectNothingLeft();
  });

  it('finds its pipelines compiled when they were asked for ahead', async () => {
    const { network, images } = await oracleProblem('strided');
    const device = await testDevice();
    const compiled: [number, number][] = [];
    const options = { of: 'act1', device, wrt: ['conv1/bias'], onCompile: (done: number, total: number) => void compiled.push([done, total]) };
    await compileAhead(network, images.shape[0], options);
    expect(compiled[0][0]).toBe(0);
    expect(compiled.at(-1)).toEqual([compiled[0][1], compiled[0][1]]);
    compiled.length = 0;
    (await jacobian(network, images, options)).dispose();
    expect(compiled).toEqual([]);
    await expectNothingLeft();
  });

  it('computes a sample of rows as it computes all', async () => {
    const { network, images } = await seed();
    const device = await testDevice();
    const all = await jacobian(network, images, { of: 'relu1', device });
    for (const method of ['structured', 'batched', 'loop'] as const) {
      const some = await jacobian(network, images, { of: 'relu1', device, method, rows: { start: 5013, count: 7 } });
      expect(relativeError(await some.row(6), await all.row(5019))).toBeLessThan(1e-6);
      expect(relativeError(await some.column(33), (await all.column(33)).slice(5013, 5020))).toBeLessThan(1e-6);
      expect(some.summary.passes).toBe(method === 'loop' ? 7 : 1);
      some.dispose();
    }
    all.dispose();
    await expectNothingLeft();
  });

  it('makes the dense matrix along with the blocks when asked to', async () => {
    const { network, images } = await oracleProblem('mlp');
    const device = await testDevice();
    const [along, after] = [await jacobian(network, images, { of: 'fc2', device, dense: true }), await jacobian(network, images, { of: 'fc2', device })];
    const matrices = [await along.dense(), await after.dense(), await along.dense()];
    const [first, ...others] = await Promise.all(matrices.map((matrix) => matrix.read()));
    expect(first.some((value) => value !== 0)).toBe(true);
    for (const other of others) expect(other).toEqual(first);
    expect(along.summary.milliseconds).toBeGreaterThan(0);
    matrices.forEach((matrix) => matrix.dispose());
    // One that nobody fetched is released with its Jacobian.
    const unread = await jacobian(network, images, { of: 'fc2', device, dense: true });
    [along, after, unread].forEach((J) => J.dispose());
    await expectNothingLeft();
  });

  it('stops when asked to and lets everything go', async () => {
    const { network, images } = await seed();
    const stop = new AbortController();
    const onProgress = () => stop.abort();
    const device = await testDevice();
    await expect(jacobian(network, images, { of: 'relu1', device, method: 'loop', signal: stop.signal, onProgress })).rejects.toThrow(/abort/i);
    await expectNothingLeft();
  });

  it('shares a dense matrix out among buffers that are not too large, whatever its rows lie in', async () => {
    const device = await testDevice();
    const { network, images } = await seed();
    const rows = { start: 3, count: 5000 };
    const whole = await jacobian(network, images, { of: 'relu1', device, rows });
    const dense = await whole.dense();
    expect(dense.buffer).not.toBeNull();
    const truth = await dense.read();
    // 1 100 dense rows a buffer, 22 000 compact ones; then 51 and 1 020, so that neither divides the other or the rows.
    for (const held of [1100, 51]) {
      const J = await jacobian(network, images, { of: 'relu1', device, rows, budget: 560 * 4 * held });
      const matrix = await J.dense();
      expect(matrix.buffers.map((part) => part.rows).reduce((sum, count) => sum + count, 0)).toBe(5000);
      expect(matrix.buffers.length).toBe(Math.ceil(5000 / held));
      expect(matrix.buffer).toBeNull();
      expect(relativeError(await matrix.read(), truth)).toBe(0);
      expect(relativeError(await matrix.readRows(held - 1, held + 2), truth.slice((held - 1) * 560, (2 * held + 1) * 560))).toBe(0);
      await expect(matrix.readRows(4999, 2)).rejects.toThrow(/^rows: 4999 to 5000 are not among the 5000 rows/);
      matrix.dispose();
      J.dispose();
    }
    const narrow = await jacobian(network, images, { of: 'relu1', device, rows: { start: 0, count: 20 }, budget: 1000 });
    await expect(narrow.dense()).rejects.toThrow(/^dense Jacobian: .*MB a row where one buffer may take 0\.001 MB/);
    narrow.dispose();
    dense.dispose();
    await expect(dense.read()).rejects.toThrow(/^dense Jacobian: it has been disposed of/);
    whole.dispose();
    await expectNothingLeft();
  });

  it('says so when it is read after it was disposed of', async () => {
    const { network, images } = await seed();
    const J = await jacobian(network, images, { of: 'relu1', device: await testDevice() });
    J.dispose();
    await expect(J.row(0)).rejects.toThrow(/^Jacobian: it has been disposed of/);
    await expectNothingLeft();
  });

  it('a hundred in a row leave nothing behind', async () => {
    const { network, images } = await oracleProblem('dilated');
    const device = await testDevice();
    for (let k = 0; k < 100; k++) (await jacobian(network, images, { of: 'act1', device })).dispose();
    await expectNothingLeft();
  });
});
