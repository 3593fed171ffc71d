import { expect, test } from 'vitest';
import { bmp, GIF, JPEG, PNG, WEBP } from '../testing/imageFiles.ts';
import { readImageHeader } from './imageFile.ts';

const files: [string, Uint8Array, number, number][] = [
  ['PNG', PNG, 7, 5], ['JPEG', JPEG, 7, 5], ['GIF', GIF, 1, 1], ['BMP', bmp(new Uint8Array(35), 5, 7), 7, 5],
  ['WebP', WEBP.lossless, 7, 5], ['WebP', WEBP.lossy, 7, 5], ['WebP', WEBP.extended, 7, 5],
];

test.each(files)('%s is known by its bytes, with its size', (format, bytes, width, height) => {
  expect(readImageHeader(bytes)).toEqual({ format, width, height });
  // Wherever it lies in its buffer.
  const moved = new Uint8Array(bytes.length + 3);
  moved.set(bytes, 3);
  expect(readImageHeader(moved.subarray(3))).toEqual({ format, width, height });
});

test.each(files)('%s cut anywhere after its first bytes is cut short, never taken for whole', (format, bytes) => {
  // WebP names itself in its bytes 8 to 11; a PNG ends with the checksum of an empty chunk.
  const first = format === 'WebP' ? 12 : 8;
  for (let length = first; length < bytes.length; length++) {
    if (format === 'GIF' && bytes[length - 1] === 0x3b) continue;
    expect(() => readImageHeader(bytes.slice(0, length)), `${length} bytes`).toThrow(new RegExp(`^${format} image: ${length} bytes without its end; the file is cut short`));
  }
});

test('other files are no images', () => {
  for (const bytes of [new Uint8Array(0), Uint8Array.of(0x42), new TextEncoder().encode('Read me'), new TextEncoder().encode('RIFF....AVI '), Uint8Array.of(0, 0, 8, 3)]) expect(readImageHeader(bytes)).toBeNull();
});

test('a picture without a pixel is refused', () => {
  const empty = PNG.slice();
  new DataView(empty.buffer).setUint32(16, 0);
  expect(() => readImageHeader(empty)).toThrow('PNG image: 0 × 5 pixels; there is no picture in it');
});

test('a bitmap from the top down has a negative height', () => {
  const bytes = bmp(new Uint8Array(35), 5, 7);
  new DataView(bytes.buffer).setInt32(22, -5, true);
  expect(readImageHeader(bytes)).toEqual({ format: 'BMP', width: 7, height: 5 });
});
