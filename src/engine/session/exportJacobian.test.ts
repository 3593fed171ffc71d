// Files read back by our own readers here; NumPy, SciPy and Octave read them in otherReaders.test.ts.
import { describe, expect, it } from 'vitest';
import { parseNpy } from '../data/npy.ts';
import { jacobian } from '../index.ts';
import type { Layer } from '../model/network.ts';
import { oracleProblem } from '../testing/oracleTable.ts';
import { relativeError } from '../testing/relativeError.ts';
import { unzip } from '../testing/unzip.ts';
import { exportJacobian } from '../export/exportJacobian.ts';
import { matlabNames } from '../export/matlabNames.ts';
import { matlabOf, matlabParameter, rowOrder } from '../export/matlabOrder.ts';
import type { ExportLayout, ExportSource } from '../export/source.ts';
import type { JacobianOptions } from '../jacobian/jacobian.ts';
import { sitesOf } from '../jacobian/plan.ts';
import { exportSource, flattenedMap } from './exportSource.ts';

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk.slice());
  const bytes = new Uint8Array(all.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const chunk of all) bytes.set(chunk, (at += chunk.length) - chunk.length);
  return bytes;
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

  for (const [name, more] of [['dilated', {}], ['deep-small', { budget: 50_000 }], ['dilated', { wrt: 'input', budget: 40_000 }], ['deep-small', { rows: { start: 3, count: 50 } }], ['dilated', { wrt: 'input', rows: { start: 7, count: 9 } }]] as const)
    it(`holds blocks from which three lines make the dense matrix: ${name} ${JSON.stringify(more)}`, async () => {
      const { oracle, array } = await npzOf(name, 'blocks', more);
      const about = JSON.parse(new TextDecoder().decode(array('about').data as Uint8Array));
      const dense = new Float64Array(about.rows * about.columns);
      const all = ('wrt' in more ? oracle.arrays.J_input : oracle.arrays.J)!.data;
      for (const { parameter, start } of about.parameters) {
        const [values, columns] = [array(`J/${parameter}/values`), array(`J/${parameter}/columns`)];
        const [lines, width] = columns.shape;
        for (let r = 0; r < about.rows; r++)
          for (let k = 0; k < width; k++) {
            const column = columns.data[(r % lines) * width + k];
            if (column >= 0) dense[r * about.columns + start + column] = values.data[r * width + k];
          }
      }
      expect(relativeError(dense, all.subarray(about.firstRow * about.columns, (about.firstRow + about.rows) * about.columns))).toBeLessThan(1e-6);
    });

  it('holds the rows that were asked for', async () => {
    const { oracle, array } = await npzOf('deep-small', 'dense', { rows: { start: 40, count: 9 } });
    expect(array('J').shape).toEqual([9, oracle.columns]);
    expect(relativeError(array('J').data, oracle.arrays.J!.data.slice(40 * oracle.columns, 49 * oracle.columns))).toBeLessThan(1e-6);
    expect(array('h').data).toEqual(Float64Array.from(array('h').data));
    expect(relativeError(array('h').data, oracle.arrays.h.data.slice(40, 49))).toBeLessThan(1e-6);
  });
});

/** Shapes and numbers of a MAT-file's variables. */
function variablesOf(bytes: Uint8Array): Map<string, { shape: number[]; data: Uint8Array }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const variables = new Map<string, { shape: number[]; data: Uint8Array }>();
  const elementAt = (at: number) => ({ data: bytes.subarray(at + 8, at + 8 + view.getUint32(at + 4, true)), next: at + 8 + Math.ceil(view.getUint32(at + 4, true) / 8) * 8 });
  for (let at = 128; at < bytes.length; at += 8 + view.getUint32(at + 4, true)) {
    const dimensions = elementAt(elementAt(at + 8).next);
    const name = elementAt(dimensions.next);
    variables.set(new TextDecoder().decode(name.data), { shape: [...new Int32Array(dimensions.data.slice().buffer)], data: elementAt(name.next).data });
  }
  return variables;
}

async function matOf(name: 'deep-small' | 'dilated', layout: ExportLayout, more: Partial<JacobianOptions> = {}, variableBytes?: number) {
  const { network, images, oracle } = await oracleProblem(name);
  const source = await exportSource(network, images, { of: oracle.of, ...more }, null, {}, layout);
  return { oracle, variables: variablesOf(await bytesOf(exportJacobian(source, { format: 'mat', layout, variableBytes }))) };
}

describe('a mat file', () => {
  it('has variables split by columns where they would be too large', async () => {
    const whole = (await matOf('deep-small', 'dense')).variables.get('J')!;
    const [rows, columns] = whole.shape;
    // Twenty columns of numbers of 8 bytes, and a byte short of one more.
    const { variables } = await matOf('deep-small', 'dense', {}, 8 * rows * 21 - 1);
    const parts = [...variables].filter(([name]) => /^J_\d+$/.test(name));
    expect(parts.map(([name]) => name)).toEqual(Array.from({ length: Math.ceil(columns / 20) }, (_, k) => `J_${k + 1}`));
    expect(parts.map(([, { shape }]) => shape[1])).toEqual(parts.map((_, k) => Math.min(20, columns - 20 * k)));
    expect(Buffer.concat(parts.map(([, { data }]) => data)).equals(whole.data)).toBe(true);
    expect(variables.has('J')).toBe(false);
    expect((await matOf('deep-small', 'dense', {}, 8 * rows * columns)).variables.has('J')).toBe(true);
  });

  it('has the images’ numbers as MATLAB has images, where rows are differentiated by them', async () => {
    const { oracle, variables } = await matOf('dilated', 'parameters', { wrt: 'input' });
    const [N, H, W, C] = oracle.input.shape;
    const { shape, data } = variables.get('J_input')!;
    expect(shape.slice(-4)).toEqual([H, W, C, N]);
    expect(variables.get('input')!.shape).toEqual([H, W, C, N].slice(0, N === 1 ? 3 : 4).concat(N === 1 ? [1] : []));
    const J = new Float64Array(data.slice().buffer);
    const places = rowOrder(oracle.arrays.h.shape);
    const numbers = rowOrder(oracle.input.shape);
    const truth = Float64Array.from(J, (_, at) => oracle.arrays.J_input!.data[places[at % oracle.rows] * numbers.length + numbers[Math.floor(at / oracle.rows)]]);
    expect(relativeError(J, truth)).toBeLessThan(1e-6);
  });

  it('has names that MATLAB takes, each once', () => {
    const long = `J/${'long'.repeat(20)}/kernel`;
    const names = matlabNames(['J', 'J/a-b/kernel', 'J/a_b/kernel', '1/2', long, `${long}s`, 'J/é']);
    expect(names).toEqual(['J', 'J_a_b_kernel', 'J_a_b_kernel_2', 'v1_2', `J_${'long'.repeat(20)}`.slice(0, 63), `${`J_${'long'.repeat(20)}`.slice(0, 61)}_2`, 'J__']);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[A-Za-z]\w{0,62}$/);
  });
});

describe('MATLAB’s order', () => {
  it('knows the map that a dense layer’s inputs were flattened from, through what takes each number alone', () => {
    const named = (name: string) => ({ name, trainable: true });
    const kernel = (inputs: number) => ({ name: 'k', shape: [inputs, 2], values: new Float32Array(2 * inputs) });
    const dense: Layer = { kind: 'dense', ...named('fc'), kernel: kernel(12), bias: null };
    const sites = (...between: Layer[]) => sitesOf({ inputShape: [2, 2, 3], layers: [{ kind: 'flatten', ...named('flat') }, ...between, dense] }, 1, 'fc');
    expect(flattenedMap(sites(), 1)).toEqual([2, 2, 3]);
    expect(flattenedMap(sites({ kind: 'identity', ...named('drop') }, { kind: 'activation', ...named('relu'), function: 'relu' }), 3)).toEqual([2, 2, 3]);
    // A batch norm's numbers would have to be turned along.
    const norm: Layer = { kind: 'batchNorm', ...named('bn'), gamma: null, beta: null, movingMean: { ...kernel(6), name: 'm', shape: [12] }, movingVariance: { ...kernel(6), name: 'v', shape: [12] }, epsilon: 1 };
    expect(flattenedMap(sites(norm), 2)).toBeNull();
    expect(flattenedMap(sites(), 0)).toBeNull();
  });

  it('has images [h w c n] for the block of the input, parameters as they are', () => {
    const none: Pick<ExportSource, 'flattened'> = { flattened: () => null };
    expect(matlabOf(none, 'input', [2, 1, 2, 1])).toEqual({ shape: [1, 2, 1, 2], order: Int32Array.of(0, 1, 2, 3) });
    expect(matlabOf(none, 'input', [1, 2, 2, 1]).order).toEqual(Int32Array.of(0, 2, 1, 3));
    expect(matlabOf(none, 'c/kernel', [2, 1, 2, 1]).shape).toEqual([2, 1, 2, 1]);
  });

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
