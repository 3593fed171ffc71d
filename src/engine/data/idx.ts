// Reads MNIST's IDX format, unsigned bytes only. Knows nothing of digits, files or gzip.
// Format: big-endian 0x0000, element type, number of dimensions, their sizes (uint32 each), then the data row-major.

export interface Idx {
  shape: number[];
  /** A view of the given bytes, row-major. */
  data: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;
const ELEMENT_TYPES: Record<number, string> = { 0x09: 'int8', 0x0b: 'int16', 0x0c: 'int32', 0x0d: 'float32', 0x0e: 'float64' };

/**
 * Parses one IDX file of unsigned bytes, not compressed. `dimensions`, when given, must be the file's own: 3 for images
 * [N, H, W], 1 for labels [N]. Throws on another magic number or a length that is not exactly what the sizes say.
 */
export function parseIdx(bytes: Uint8Array, dimensions?: number): Idx {
  const count = checkMagic(bytes, dimensions);
  const start = 4 + 4 * count;
  if (bytes.length < start) {
    throw new Error(`IDX header: ${bytes.length} bytes; ${count} dimensions need ${start}, so the file is cut short: download it again`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: count }, (_, k) => view.getUint32(4 + 4 * k));
  const expected = shape.reduce((a, b) => a * b, 1);
  const found = bytes.length - start;
  if (found < expected) {
    throw new Error(`IDX data: ${found} bytes; ${shape.join('×')} needs ${expected}, so the file is cut short: download it again`);
  }
  if (found > expected) {
    throw new Error(`IDX data: ${found} bytes; ${shape.join('×')} needs ${expected}, so ${found - expected} trail: remove them or mend the sizes`);
  }
  return { shape, data: bytes.subarray(start) };
}

/** Returns the number of dimensions. */
function checkMagic(bytes: Uint8Array, dimensions: number | undefined): number {
  if (bytes.length < 4) throw new Error(`IDX magic: ${bytes.length} bytes in all; the file is cut short: download it again`);
  const [zero, zero2, type, count] = bytes;
  const magic = `0x${[...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  const wanted = `0x0000080${dimensions ?? 'd'}`;
  if (zero !== 0 || zero2 !== 0) throw new Error(`IDX magic: ${magic}; expected ${wanted}, so this is no IDX file: store one in its place`);
  if (type !== UNSIGNED_BYTE) {
    throw new Error(`IDX magic: ${magic}; elements are ${ELEMENT_TYPES[type] ?? 'of an unknown type'}, expected ${wanted}: store them as unsigned bytes`);
  }
  if (count === 0 || (dimensions !== undefined && count !== dimensions)) {
    throw new Error(`IDX magic: ${magic}; ${count} dimensions, expected ${wanted}: images have 3 (count, height, width), labels 1`);
  }
  return count;
}
