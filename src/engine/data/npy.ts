// Reads NumPy's .npy files, versions 1 to 3, into row-major typed arrays.
// Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
import { rowMajor } from './rowMajor.ts';

/** `|b1` comes as 0 and 1 in a Uint8Array. */
export type NpyData = Float64Array | Float32Array | Int32Array | Uint8Array;

export interface Npy<T extends NpyData = NpyData> {
  /** Empty for a scalar. */
  shape: number[];
  /** Row-major, whatever order the file was in. */
  data: T;
  descr: string;
}

interface Header {
  descr: string;
  fortranOrder: boolean;
  shape: number[];
  /** Where the numbers start. */
  offset: number;
}

const READERS: Record<string, { bytes: number; read: (buffer: ArrayBuffer) => NpyData }> = {
  '<f8': { bytes: 8, read: (buffer) => new Float64Array(buffer) },
  '<f4': { bytes: 4, read: (buffer) => new Float32Array(buffer) },
  '<i4': { bytes: 4, read: (buffer) => new Int32Array(buffer) },
  '|u1': { bytes: 1, read: (buffer) => new Uint8Array(buffer) },
  '|b1': { bytes: 1, read: (buffer) => new Uint8Array(buffer) },
};

/** Parses one .npy file. Throws on other types than `types` (all: little-endian float64, float32, int32, uint8, bool), and on a wrong length. */
export function parseNpy(bytes: Uint8Array, types: readonly string[] = Object.keys(READERS)): Npy {
  const header = parseHeader(bytes);
  if (!types.includes(header.descr)) throw new Error(`npy element type: ${header.descr}; save as one of ${types.join(', ')}`);
  const reader = READERS[header.descr];
  const expected = header.shape.reduce((a, b) => a * b, 1) * reader.bytes;
  if (!Number.isSafeInteger(expected)) throw new Error(`npy shape: (${header.shape.join(', ')}) overflows; save the array again`);
  const found = bytes.length - header.offset;
  if (found !== expected) {
    throw new Error(`npy data: ${found} bytes where shape (${header.shape.join(', ')}) needs ${expected}; save the file again`);
  }
  // A copy, because the numbers need not be aligned to their own size inside the file. Not by `slice`, which Node's own kind
  // of bytes takes for a view.
  const data = reader.read(new Uint8Array(bytes.subarray(header.offset)).buffer);
  return { shape: header.shape, descr: header.descr, data: header.fortranOrder ? rowMajor(data, header.shape) : data };
}

function parseHeader(bytes: Uint8Array): Header {
  const magic = String.fromCharCode(...bytes.subarray(0, 6));
  if (magic !== '\x93NUMPY') throw new Error(`npy magic: ${JSON.stringify(magic)}; expected "\\u0093NUMPY", so this is no .npy file`);
  const major = bytes[6];
  if (!(major >= 1 && major <= 3)) throw new Error(`npy version: ${major}; this reader knows 1, 2 and 3`);
  const start = major === 1 ? 10 : 12;
  if (bytes.length < start) throw new Error(`npy header: ${bytes.length} bytes in all; the file is cut short, save it again`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (start + length > bytes.length) throw new Error(`npy header: ${length} bytes announced, ${bytes.length - start} there; save the file again`);
  const text = new TextDecoder(major === 3 ? 'utf-8' : 'latin1').decode(bytes.subarray(start, start + length));
  return { ...parseDictionary(text), offset: start + length };
}

/** The header is a Python dict literal with exactly these three keys. */
function parseDictionary(text: string): Omit<Header, 'offset'> {
  const descr = /'descr':\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(text)?.[1];
  if (descr === undefined || order === undefined || shape === undefined) {
    throw new Error(`npy header: ${text.trim()}; expected descr (no record types), fortran_order and shape`);
  }
  const sizes = shape.split(',').map((size) => size.trim()).filter((size) => size !== '').map(Number);
  return { descr, fortranOrder: order === 'True', shape: sizes };
}
