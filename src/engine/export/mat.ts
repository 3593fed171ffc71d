// Arrays as a MATLAB level 5 MAT-file, uncompressed, as a stream of bytes. Pure.
// Format: MathWorks, "MAT-File Format", chapter 1.
import { bytesOf, countOf, ELEMENT_BYTES, type ElementType, type FileArray } from './fileArray.ts';

/** Data type of the numbers as they are stored, and class of the array that holds them. */
const TYPES: Readonly<Record<ElementType, { data: number; class: number }>> = {
  float32: { data: 7, class: 7 },
  float64: { data: 9, class: 6 },
  int32: { data: 5, class: 12 },
  uint8: { data: 2, class: 9 },
  char: { data: 4, class: 4 },
};
const MATRIX = 14;
const padded = (bytes: number) => Math.ceil(bytes / 8) * 8;

function fileHeader(): Uint8Array {
  const header = new Uint8Array(128).fill(0x20);
  header.set(new TextEncoder().encode('MATLAB 5.0 MAT-file, written by the Jacobian explorer'));
  header.fill(0, 116, 124);
  header.set([0x00, 0x01, 0x49, 0x4d], 124);
  return header;
}

/** A tagged element whose data is in memory, padded to eight bytes. */
function element(type: number, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + padded(data.length));
  new DataView(bytes.buffer).setUint32(0, type, true);
  new DataView(bytes.buffer).setUint32(4, data.length, true);
  bytes.set(data, 8);
  return bytes;
}

const words = (...values: number[]) => new Uint8Array(Uint32Array.from(values).buffer);

/** Everything of a variable that stands before its numbers. At least two dimensions, as MATLAB has them. */
function variableHeader({ name, type, shape }: FileArray): Uint8Array {
  const dimensions = shape.length === 1 ? [shape[0], 1] : [...shape];
  const bytes = ELEMENT_BYTES[type] * countOf(shape);
  const parts = [
    element(6, words(TYPES[type].class, 0)),
    element(5, bytesOf(Int32Array.from(dimensions))),
    element(1, new TextEncoder().encode(name)),
    words(TYPES[type].data, bytes),
  ];
  const inside = parts.reduce((total, part) => total + part.length, 0) + padded(bytes);
  const header = new Uint8Array(8 + parts.reduce((total, part) => total + part.length, 0));
  header.set(words(MATRIX, inside));
  let at = 8;
  for (const part of parts) header.set(part, (at += part.length) - part.length);
  return header;
}

const NAME = /^[A-Za-z]\w{0,62}$/;
/** MATLAB refuses variables of 2 GiB and more in this format. */
export const MAT_VARIABLE_BYTES = 2 ** 31 - 1024;

/** @throws when a name or a size is not one that the format can hold. */
export async function* mat(arrays: Iterable<FileArray>): AsyncGenerator<Uint8Array> {
  yield fileHeader();
  for (const array of arrays) {
    const bytes = ELEMENT_BYTES[array.type] * countOf(array.shape);
    if (!NAME.test(array.name)) throw new Error(`variable: ${array.name} is no MATLAB name; use letters, digits and underscores`);
    if (bytes > MAT_VARIABLE_BYTES) throw new Error(`variable ${array.name}: ${bytes} bytes where a MAT-file holds less than 2 GB; ask for fewer rows`);
    yield variableHeader(array);
    let written = 0;
    for await (const numbers of array.chunks()) {
      const chunk = array.type === 'char' ? bytesOf(Uint16Array.from(numbers)) : bytesOf(numbers);
      written += chunk.length;
      yield chunk;
    }
    if (written !== bytes) throw new Error(`variable ${array.name}: ${written} bytes where its shape (${array.shape.join(', ')}) needs ${bytes}`);
    if (padded(bytes) > bytes) yield new Uint8Array(padded(bytes) - bytes);
  }
}
