// A file of named arrays of float32 behind a header of JSON: what a run is saved as. Pure; knows no run.

export interface RunFile {
  readonly header: unknown;
  readonly arrays: ReadonlyMap<string, Float32Array>;
}

/** `JXRUN`, a format number, and two zeros; then the header's length as uint32, the header, and the numbers, all little-endian. */
const MAGIC = Uint8Array.of(0x4a, 0x58, 0x52, 0x55, 0x4e, 1, 0, 0);
const PREFIX = MAGIC.length + 4;
const MOST_HEADER = 2 ** 26;

interface Listed {
  readonly header: unknown;
  readonly arrays: readonly { readonly name: string; readonly length: number }[];
}

const align = (bytes: number): number => Math.ceil(bytes / 4) * 4;

export function packRun({ header, arrays }: RunFile): Uint8Array {
  const listed: Listed = { header, arrays: Array.from(arrays, ([name, { length }]) => ({ name, length })) };
  const json = new TextEncoder().encode(JSON.stringify(listed));
  const start = align(PREFIX + json.length);
  const bytes = new Uint8Array(start + listed.arrays.reduce((total, { length }) => total + 4 * length, 0));
  bytes.set(MAGIC);
  new DataView(bytes.buffer).setUint32(MAGIC.length, json.length, true);
  bytes.set(json, PREFIX);
  let at = start;
  for (const values of arrays.values()) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}

/** @throws when it is no such file, of another format number, or cut short. */
export function unpackRun(bytes: Uint8Array): RunFile {
  if (bytes.length < PREFIX || MAGIC.subarray(0, 5).some((byte, k) => bytes[k] !== byte)) throw new Error('run: the file is none that this page saved; choose a .jxrun file');
  if (bytes[5] !== MAGIC[5]) throw new Error(`run: format ${bytes[5]} is not one that this page reads; open it with the page that saved it`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(MAGIC.length, true);
  const start = align(PREFIX + length);
  if (length > MOST_HEADER || start > bytes.length) throw new Error(`run: its header should have ${length} bytes, but the file has only ${bytes.length}; it is cut short, so save it again`);
  const listed = parsed(bytes.subarray(PREFIX, PREFIX + length));
  const wanted = start + listed.arrays.reduce((total, array) => total + 4 * array.length, 0);
  if (wanted !== bytes.length) throw new Error(`run: ${bytes.length} bytes where its header needs ${wanted}; it is damaged, so save it again`);
  let at = start;
  const arrays = new Map<string, Float32Array>();
  for (const { name, length: count } of listed.arrays) {
    arrays.set(name, new Float32Array(bytes.slice(at, at + 4 * count).buffer));
    at += 4 * count;
  }
  return { header: listed.header, arrays };
}

function parsed(json: Uint8Array): Listed {
  const damaged = () => new Error('run: its header cannot be read; the file is damaged, so save it again');
  let listed: Listed;
  try {
    listed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json)) as Listed;
  } catch {
    throw damaged();
  }
  const sound = Array.isArray(listed?.arrays) && listed.arrays.every((array) => typeof array?.name === 'string' && Number.isSafeInteger(array.length) && array.length >= 0);
  if (!sound) throw damaged();
  return listed;
}
