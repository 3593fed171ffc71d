// Pictures in class folders and IDX files on disk, to be handed to the page. Knows no page.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';

/** CRC-32 as PNG wants it. */
function checksum(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

function chunk(name: string, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length);
  bytes.write(name, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(checksum(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}

/** A grey PNG of 8 bits, or one in colour where `grey` has three bytes a pixel. */
export function png(grey: Uint8Array, height: number, width: number): Buffer {
  const channels = grey.length / (height * width);
  const rows = Buffer.alloc(height * (1 + channels * width));
  for (let i = 0; i < height; i++) rows.set(grey.subarray(i * channels * width, (i + 1) * channels * width), i * (1 + channels * width) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, channels === 3 ? 2 : 0], 8);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', new Uint8Array(0))]);
}

/** Speckles, and a bright row whose place tells the class. */
export function striped(label: number, n: number, height: number, width: number): Uint8Array {
  return Uint8Array.from({ length: height * width }, (_, k) => (Math.floor(k / width) === 2 + 2 * label ? 220 : (k * 37 + n * 101 + label * 53) % 80));
}

/** Writes files by their paths below `folder`. */
export async function writeFiles(folder: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}

/** An IDX file of unsigned bytes. */
export function idx(shape: readonly number[], data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(4 + 4 * shape.length);
  bytes.set([0, 0, 8, shape.length]);
  shape.forEach((size, k) => bytes.writeUInt32BE(size, 4 + 4 * k));
  return Buffer.concat([bytes, data]);
}
