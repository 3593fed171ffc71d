// Which image format a file's bytes are, how large its picture is, and whether the file is whole. Decodes no pixels: a browser
// does that, but some show the part of a file that is there as if it were all.

export interface ImageHeader {
  readonly format: 'PNG' | 'JPEG' | 'GIF' | 'BMP' | 'WebP';
  readonly width: number;
  readonly height: number;
}

type Size = Pick<ImageHeader, 'width' | 'height'>;

interface Format {
  readonly format: ImageHeader['format'];
  is(bytes: Uint8Array): boolean;
  /** Null when the file ends before its picture does. */
  size(view: DataView): Size | null;
}

/** By their first bytes; null for any other file. @throws when it is one of them, but cut short. */
export function readImageHeader(bytes: Uint8Array): ImageHeader | null {
  const found = FORMATS.find((each) => each.is(bytes));
  if (!found) return null;
  const size = sizeOf(found, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (!size) throw new Error(`${found.format} image: ${bytes.length} bytes without its end; the file is cut short, copy it again`);
  if (size.width < 1 || size.height < 1) throw new Error(`${found.format} image: ${size.width} × ${size.height} pixels; there is no picture in it`);
  return { format: found.format, ...size };
}

function sizeOf(format: Format, view: DataView): Size | null {
  try {
    return format.size(view);
  } catch (error) {
    // A header that the file ends in.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const text = (bytes: Uint8Array, start: number, length: number): string => String.fromCharCode(...bytes.subarray(start, start + length));

/** Four letters of a chunk. */
const fourAt = (view: DataView, at: number): string => String.fromCharCode(...[0, 1, 2, 3].map((k) => view.getUint8(at + k)));

const FORMATS: readonly Format[] = [
  { format: 'PNG', is: (bytes) => text(bytes, 0, 8) === '\x89PNG\r\n\x1a\n', size: pngSize },
  { format: 'JPEG', is: (bytes) => text(bytes, 0, 3) === '\xff\xd8\xff', size: jpegSize },
  { format: 'GIF', is: (bytes) => /^GIF8[79]a/.test(text(bytes, 0, 6)), size: gifSize },
  { format: 'BMP', is: (bytes) => text(bytes, 0, 2) === 'BM', size: bmpSize },
  { format: 'WebP', is: (bytes) => text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 4) === 'WEBP', size: webpSize },
];

/** Chunks: length, name, content, checksum; the first is IHDR, the last IEND. */
function pngSize(view: DataView): Size | null {
  for (let at = 8; at + 12 <= view.byteLength; at += 12 + view.getUint32(at)) {
    if (fourAt(view, at + 4) === 'IEND') return { width: view.getUint32(16), height: view.getUint32(20) };
  }
  return null;
}

/** Segments up to the first scan, among them a frame header with the size; then the end marker, which no scan can hold. */
function jpegSize(view: DataView): Size | null {
  let size: Size | null = null;
  let at = 2;
  for (let marker = view.getUint8(at + 1); marker !== 0xda; marker = view.getUint8(at + 1)) {
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame) size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    // Before a marker any number of ff may stand.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  for (; at + 1 < view.byteLength; at++) if (view.getUint8(at) === 0xff && view.getUint8(at + 1) === 0xd9) return size;
  return null;
}

/** The last byte that is not padding is the trailer. */
function gifSize(view: DataView): Size | null {
  let last = view.byteLength - 1;
  while (last > 0 && view.getUint8(last) === 0) last--;
  return view.getUint8(last) === 0x3b ? { width: view.getUint16(6, true), height: view.getUint16(8, true) } : null;
}

function bmpSize(view: DataView): Size | null {
  const core = view.getUint32(14, true) === 12;
  const [width, height] = core ? [view.getUint16(18, true), view.getUint16(20, true)] : [view.getInt32(18, true), Math.abs(view.getInt32(22, true))];
  const bits = view.getUint16(core ? 24 : 28, true);
  const plain = core || view.getUint32(30, true) === 0;
  // Rows are padded to whole words; of compressed pixels only the file's own length is known.
  const needed = plain ? view.getUint32(10, true) + Math.ceil((width * bits) / 32) * 4 * height : view.getUint32(2, true);
  return view.byteLength >= needed ? { width, height } : null;
}

function webpSize(view: DataView): Size | null {
  if (view.byteLength < 8 + view.getUint32(4, true)) return null;
  const kind = fourAt(view, 12);
  if (kind === 'VP8X') return { width: 1 + threeAt(view, 24), height: 1 + threeAt(view, 27) };
  if (kind === 'VP8L') return { width: 1 + (view.getUint32(21, true) & 0x3fff), height: 1 + ((view.getUint32(21, true) >> 14) & 0x3fff) };
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

const threeAt = (view: DataView, at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
