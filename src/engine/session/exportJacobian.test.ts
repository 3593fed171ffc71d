// Files read back by our own readers here; NumPy and SciPy read them in python.test.ts.
import { describe, expect, it } from 'vitest';
import { parseNpy } from '../data/npy.ts';
import { jacobian } from '../index.ts';
import { oracleProblem } from '../testing/oracleTable.ts';
import { relativeError } from '../testing/relativeError.ts';
import { exportJacobian } from '../export/exportJacobian.ts';
import { matlabParameter, rowOrder } from '../export/matlabOrder.ts';
import type { ExportLayout } from '../export/source.ts';
import { exportSource } from './exportSource.ts';

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk.slice());
  const bytes = new Uint8Array(all.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const chunk of all) bytes.set(chunk, (at += chunk.length) - chunk.length);
  return bytes;
}

/** The stored entries of a zip, by its central directory. */
function unzip(bytes: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - 22;
  expect(view.getUint32(end, true)).toBe(0x06054b50);
  const entries = new Map<string, Uint8Array>();
  let at = view.getUint32(end + 16, true);
  for (let k = 0; k < view.getUint16(end + 10, true); k++) {
    const [size, name, extra, comment, local] = [view.getUint32(at + 24, true), view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true), view.getUint32(at + 42, true)];
    const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    entries.set(new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name)), bytes.subarray(from, from + size));
    at += 46 + name + extra + comment;
  }
  return entries;
}

async function npzOf(name: 'deep-small' | 'mlp' | 'dilated', layout: ExportLayout, more: object = {}) {
  const { network, images, oracle } = await oracleProblem(name);
  const source = await exportSource(network, images, { of: oracle.of, ...more }, null, { made: 'in a test' });
  const entries = unzip(await bytesOf(exportJacobian(source, { format: 'npz', layout })));
  const array = (key: string) => parseNpy(entries.get(`${key}.npy`)!);
  return { oracle, entries, array };
}

describe('an npz', () => {
  it('holds J dense, h, where rows and columns belong, input and weights', async () => {
    const { oracle, array, entries } = await npzOf('deep-small', 'dense', { budget: 100_000 });
    expect(array('J').shape).toEqual([oracle.rows, oracle.columns]);
    expect(relativeError(array('J').data, oracle.arrays.J!.data)).toBeLessThan(1e-6);
    expect(array('h').shape).toEqual(oracle.arrays.h.shape);
    expect(relativeError(array('h').data, oracle.arrays.h.data)).toBeLessThan(1e-6);
    const [N, H, W, C] = oracle.arrays.h.shape;
    const rows = array('rows').data;
    for (let r = 0; r < oracle.rows; r++) expect(((rows[4 * r] * H + rows[4 * r + 1]) * W + rows[4 * r + 2]) * C + rows[4 * r + 3]).toBe(r);
    expect(N * H * W * C).toBe(oracle.rows);
    const about = JSON.parse(new TextDecoder().decode(array('about').data as Uint8Array));
    expect(about).toMatchObject({ of: oracle.of, layout: 'dense', made: 'in a test', batchNorm: 'inference' });
    expect(about.parameters.map(({ parameter }: { parameter: string }) => parameter)).toEqual(oracle.params);
    const columns = array('columns').data;
    about.parameters.forEach(({ shape, start, size }: { shape: number[]; start: number; size: number }, b: number) => {
      for (let k = 0; k < size; k++) {
        const [parameter, ...places] = columns.subarray(5 * (start + k), 5 * (start + k) + 5);
        expect(parameter).toBe(b);
        expect(shape.reduce((index, extent, axis) => index * extent + places[axis], 0)).toBe(k);
      }
    });
    expect(array('input').shape).toEqual(oracle.input.shape);
    expect(array('weights/conv2/kernel').data).toEqual(oracle.weights['conv2/kernel'].values);
    expect(entries.has('weights/bn1/moving_mean.npy')).toBe(true);
  });

  it('holds one array a parameter, shaped [rows…, parameter…]', async () => {
    const { oracle, array } = await npzOf('deep-small', 'parameters');
    const kernel = array('J/conv1/kernel');
    expect(kernel.shape).toEqual([...oracle.arrays.h.shape, ...oracle.weights['conv1/kernel'].shape]);
    const width = kernel.data.length / oracle.rows;
    const truth = Float64Array.from(kernel.data, (_, at) => oracle.arrays.J!.data[Math.floor(at / width) * oracle.columns + (at % width)]);
    expect(relativeError(kernel.data, truth)).toBeLessThan(1e-6);
    expect((await npzOf('mlp', 'parameters')).array('J/fc2/bias').shape).toEqual([3, 5, 5]);
  });

  for (const [name, more] of [['dilated', {}], ['deep-small', { budget: 50_000 }], ['dilated', { wrt: 'input', budget: 40_000 }]] as const)
    it(`holds blocks from which three lines make the dense matrix: ${name} ${JSON.stringify(more)}`, async () => {
      const { oracle, array } = await npzOf(name, 'blocks', more);
      const about = JSON.parse(new TextDecoder().decode(array('about').data as Uint8Array));
      const dense = new Float64Array(about.rows * about.columns);
      for (const { parameter, start } of about.parameters) {
        const [values, columns] = [array(`J/${parameter}/values`), array(`J/${parameter}/columns`)];
        const [lines, width] = columns.shape;
        for (let r = 0; r < about.rows; r++)
          for (let k = 0; k < width; k++) {
            const column = columns.data[(r % lines) * width + k];
            if (column >= 0) dense[r * about.columns + start + column] = values.data[r * width + k];
          }
      }
      expect(relativeError(dense, ('wrt' in more ? oracle.arrays.J_input : oracle.arrays.J)!.data)).toBeLessThan(1e-6);
    });

  it('holds the rows that were asked for', async () => {
    const { oracle, array } = await npzOf('deep-small', 'dense', { rows: { start: 40, count: 9 } });
    expect(array('J').shape).toEqual([9, oracle.columns]);
    expect(relativeError(array('J').data, oracle.arrays.J!.data.slice(40 * oracle.columns, 49 * oracle.columns))).toBeLessThan(1e-6);
    expect(array('h').data).toEqual(Float64Array.from(array('h').data));
    expect(relativeError(array('h').data, oracle.arrays.h.data.slice(40, 49))).toBeLessThan(1e-6);
  });
});

describe('MATLAB’s order', () => {
  it('has rows h, w, c, n and kernels h, w, c, f, the first fastest', () => {
    expect(Array.from(rowOrder([2, 2, 1, 2]))).toEqual([0, 2, 1, 3, 4, 6, 5, 7]);
    expect(Array.from(matlabParameter([2, 1, 1, 3], null).order)).toEqual([0, 3, 1, 4, 2, 5]);
  });

  it('has dense kernels as outputs by inputs, the inputs a map’s in its own order', () => {
    const { shape, order } = matlabParameter([4, 2], [2, 2, 1]);
    expect(shape).toEqual([2, 4]);
    // Columns of the MATLAB matrix: (0,0), (1,0), (0,1), (1,1) of the map; ours are (0,0), (0,1), (1,0), (1,1).
    expect(Array.from(order)).toEqual([0, 1, 4, 5, 2, 3, 6, 7]);
  });

  it('does not depend on how many columns are held at a time', async () => {
    const { network, images, oracle } = await oracleProblem('deep-small');
    const source = await exportSource(network, images, { of: oracle.of }, null);
    const [once, often] = [await bytesOf(exportJacobian(source, { format: 'mat', layout: 'dense' })), await bytesOf(exportJacobian(source, { format: 'mat', layout: 'dense', budget: 8 * oracle.rows * 17 }))];
    expect(often).toEqual(once);
  });
});

describe('an export', () => {
  it('stops when it is told to, and tells how far it is', async () => {
    const { network, images, oracle } = await oracleProblem('deep-small');
    const source = await exportSource(network, images, { of: oracle.of }, null);
    const abort = new AbortController();
    const told: number[] = [];
    const chunks = exportJacobian(source, { format: 'npz', layout: 'dense', signal: abort.signal, onProgress: (bytes) => void told.push(bytes) });
    await expect(async () => {
      for await (const chunk of chunks) if (chunk.length > 0 && told.length > 5) abort.abort();
    }).rejects.toThrow(/abort/i);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect((await jacobian(network, images, { of: oracle.of, device: null })).rows).toBe(oracle.rows);
  });
});
