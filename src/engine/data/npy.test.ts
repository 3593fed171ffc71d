import { describe, expect, it } from 'vitest';
import { parseNpy } from './npy.ts';

interface Parts {
  version?: number;
  descr?: string;
  fortran?: boolean;
  shape?: string;
  data?: ArrayBufferView;
}

/** Writes a .npy file as NumPy does: the header padded with blanks to a multiple of 64, ending in a newline. */
function npy({ version = 1, descr = '<f8', fortran = false, shape = '(2, 3)', data = new Float64Array(6) }: Parts = {}): Uint8Array {
  const head = version === 1 ? 10 : 12;
  let text = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${shape}, }`;
  text = text.padEnd(Math.ceil((head + text.length + 1) / 64) * 64 - head - 1) + '\n';
  const bytes = new Uint8Array(head + text.length + data.byteLength);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, text.length, true);
  else view.setUint32(8, text.length, true);
  bytes.set(new TextEncoder().encode(text), head);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), head + text.length);
  return bytes;
}

describe('parseNpy', () => {
  it.each([1, 2, 3])('reads version %i', (version) => {
    const { shape, data } = parseNpy(npy({ version, data: new Float64Array([1, 2, 3, 4, 5, 6.5]) }));
    expect(shape).toEqual([2, 3]);
    expect(data).toEqual(new Float64Array([1, 2, 3, 4, 5, 6.5]));
  });

  it.each([
    ['<f8', new Float64Array([1 / 3, -2])],
    ['<f4', new Float32Array([1 / 3, -2])],
    ['<i4', new Int32Array([7, -2147483648])],
    ['|b1', new Uint8Array([1, 0])],
  ])('reads %s', (descr, data) => {
    expect(parseNpy(npy({ descr, data, shape: '(2,)' })).data).toEqual(data);
  });

  it('reads a scalar, an empty array and a file at an odd place of its buffer', () => {
    expect(parseNpy(npy({ shape: '()', data: new Float64Array([4]) }))).toMatchObject({ shape: [], data: new Float64Array([4]) });
    expect(parseNpy(npy({ shape: '(0, 3)', data: new Float64Array(0) }))).toMatchObject({ shape: [0, 3], data: new Float64Array(0) });
    const file = npy({ shape: '(1,)', data: new Float64Array([9]) });
    const moved = new Uint8Array(file.length + 3);
    moved.set(file, 3);
    expect(parseNpy(moved.subarray(3)).data).toEqual(new Float64Array([9]));
    // Node's own bytes are not copied by their `slice`.
    expect(parseNpy(Buffer.from(moved.buffer, 3)).data).toEqual(new Float64Array([9]));
  });

  it('makes Fortran order row-major', () => {
    // [[1, 2, 3], [4, 5, 6]] with its first index running fastest.
    const matrix = parseNpy(npy({ fortran: true, data: new Float64Array([1, 4, 2, 5, 3, 6]) }));
    expect([...matrix.data]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('makes Fortran order row-major in three dimensions', () => {
    const [a, b, c] = [2, 3, 4];
    const stored = new Int32Array(a * b * c);
    for (let i = 0; i < a; i++) for (let j = 0; j < b; j++) for (let k = 0; k < c; k++) stored[i + a * (j + b * k)] = 100 * i + 10 * j + k;
    const { data } = parseNpy(npy({ fortran: true, descr: '<i4', shape: '(2, 3, 4)', data: stored }));
    for (let i = 0; i < a; i++) for (let j = 0; j < b; j++) for (let k = 0; k < c; k++) expect(data[(i * b + j) * c + k]).toBe(100 * i + 10 * j + k);
  });

  it('refuses what it cannot read', () => {
    const good = npy();
    expect(() => parseNpy(new TextEncoder().encode('<!doctype html>'))).toThrow('npy magic');
    expect(() => parseNpy(good.subarray(0, 9))).toThrow('npy header');
    expect(() => parseNpy(good.subarray(0, 40))).toThrow('npy header');
    expect(() => parseNpy(good.subarray(0, good.length - 1))).toThrow('npy data: 47 bytes where shape (2, 3) needs 48');
    expect(() => parseNpy(new Uint8Array([...good, 0]))).toThrow('npy data: 49 bytes');
    expect(() => parseNpy(npy({ version: 4 }))).toThrow('npy version: 4');
    expect(() => parseNpy(npy({ descr: '>f8' }))).toThrow('npy element type: >f8');
    expect(() => parseNpy(npy({ shape: 'None' }))).toThrow('npy header');
  });
});
