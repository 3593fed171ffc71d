// Arrays as a NumPy .npz: a stored zip (zip64 where it has to be) of .npy files, as a stream of bytes. Pure.
// Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
import { makeZip } from 'client-zip';
import { bytesOf, countOf, ELEMENT_BYTES, type ElementType, type FileArray } from './fileArray.ts';

const DESCR: Readonly<Record<Exclude<ElementType, 'char'>, string>> = { float32: '<f4', float64: '<f8', int32: '<i4', uint8: '|u1' };

/** Header of version 1.0: magic, length, and a Python dict padded so that the numbers start at a multiple of 64. */
export function npyHeader(type: Exclude<ElementType, 'char'>, shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const dictionary = `{'descr': '${DESCR[type]}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const length = Math.ceil((10 + dictionary.length + 1) / 64) * 64 - 10;
  const header = new Uint8Array(10 + length).fill(0x20);
  header.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 0xff, length >> 8]);
  header.set(new TextEncoder().encode(dictionary), 10);
  header[header.length - 1] = 0x0a;
  return header;
}

async function* npyBytes({ name, type, shape, chunks }: FileArray): AsyncGenerator<Uint8Array> {
  if (type === 'char') throw new Error(`array ${name}: characters; store them as bytes`);
  yield npyHeader(type, shape);
  let left = countOf(shape);
  for await (const numbers of chunks()) {
    left -= numbers.length;
    yield bytesOf(numbers);
  }
  if (left !== 0) throw new Error(`array ${name}: ${countOf(shape) - left} numbers where its shape (${shape.join(', ')}) needs ${countOf(shape)}`);
}

function entry(array: FileArray) {
  const size = array.type === 'char' ? 0 : npyHeader(array.type, array.shape).length + ELEMENT_BYTES[array.type] * countOf(array.shape);
  return { name: `${array.name}.npy`, lastModified: new Date(1980, 0, 1), size, input: npyBytes(array) };
}

/** The file, bit for bit the same for the same arrays. */
export async function* npz(arrays: Iterable<FileArray>): AsyncGenerator<Uint8Array> {
  function* entries() {
    for (const array of arrays) yield entry(array);
  }
  const reader = makeZip(entries()).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel();
  }
}
