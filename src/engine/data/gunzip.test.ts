import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gunzip, isGzip } from './gunzip.ts';

const plain = Uint8Array.from({ length: 100_000 }, (_, k) => (k * k) % 251);
const zipped = new Uint8Array(gzipSync(plain));

describe('gunzip', () => {
  it('undoes gzip', async () => {
    expect(isGzip(zipped)).toBe(true);
    expect(Buffer.compare(await gunzip(zipped), plain)).toBe(0);
  });

  it('leaves alone what is not gzip', async () => {
    expect(isGzip(plain)).toBe(false);
    expect(await gunzip(plain)).toBe(plain);
    expect(isGzip(Uint8Array.of(0x1f))).toBe(false);
  });

  it('refuses a stream that is cut short', async () => {
    await expect(gunzip(zipped.slice(0, -20))).rejects.toThrow(`gzip stream: ${zipped.length - 20} bytes that do not decompress`);
  });

  it('refuses a stream that is damaged', async () => {
    const damaged = zipped.slice();
    damaged[damaged.length - 6] ^= 0xff; // the checksum at its end
    await expect(gunzip(damaged)).rejects.toThrow('gzip stream');
  });
});
