import { describe, expect, it } from 'vitest';
import { readImages } from './readImages.ts';

/** A file of version 1.0. */
function npy(descr: string, shape: string, data: ArrayBufferView | number): Uint8Array<ArrayBuffer> {
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }\n`;
  const numbers = typeof data === 'number' ? new Uint8Array(data) : new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  const bytes = new Uint8Array(10 + dictionary.length + numbers.length);
  bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, dictionary.length & 255, dictionary.length >> 8]);
  bytes.set(new TextEncoder().encode(dictionary), 10);
  bytes.set(numbers, 10 + dictionary.length);
  return bytes;
}

const idx = (shape: readonly number[], data: readonly number[], type = 8) => {
  const bytes = new Uint8Array(4 + 4 * shape.length + data.length);
  bytes.set([0, 0, type, shape.length]);
  shape.forEach((extent, k) => new DataView(bytes.buffer).setUint32(4 + 4 * k, extent));
  bytes.set(data, 4 + 4 * shape.length);
  return bytes;
};

const gzipped = async (bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer());

const GREY = [2, 2, 1] as const;
const PIXELS = Uint8Array.of(0, 1, 128, 255);

describe('images from a file', () => {
  it.each([
    ['uint8, as they are', npy('|u1', '(1, 2, 2, 1)', PIXELS), [1, 2, 2, 1]],
    ['one channel without its axis', npy('|u1', '(1, 2, 2)', PIXELS), [1, 2, 2, 1]],
    ['one image alone', npy('|u1', '(2, 2)', PIXELS), [1, 2, 2, 1]],
    ['one image alone with its channel', npy('|u1', '(2, 2, 1)', PIXELS), [1, 2, 2, 1]],
    ['IDX', idx([1, 2, 2], [...PIXELS]), [1, 2, 2, 1]],
  ])('takes %s', async (_name, bytes, shape) => {
    expect(await readImages(bytes, GREY)).toEqual({ shape, data: Float32Array.from(PIXELS) });
    expect((await readImages(await gzipped(bytes), GREY)).shape).toEqual(shape);
  });

  it('keeps float32 and float64 as they are', async () => {
    const third = 1 / 3;
    expect(await readImages(npy('<f8', '(1, 1, 1, 2)', Float64Array.of(third, -2)), [1, 1, 2])).toEqual({ shape: [1, 1, 1, 2], data: Float64Array.of(third, -2) });
    expect(await readImages(npy('<f4', '(2, 1, 1, 1)', Float32Array.of(third, -2)), [1, 1, 1])).toEqual({ shape: [2, 1, 1, 1], data: Float32Array.of(third, -2) });
  });

  it('takes several colour images, one colour image alone, and vectors', async () => {
    expect((await readImages(npy('|u1', '(3, 2, 2, 3)', 36), [2, 2, 3])).shape).toEqual([3, 2, 2, 3]);
    expect((await readImages(npy('|u1', '(2, 2, 3)', 12), [2, 2, 3])).shape).toEqual([1, 2, 2, 3]);
    expect((await readImages(npy('<f4', '(3, 4)', 48), [1, 1, 4])).shape).toEqual([3, 1, 1, 4]);
    expect((await readImages(idx([1, 2, 1, 3], [1, 2, 3, 4, 5, 6]), [2, 1, 3])).data).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
  });

  it('takes a square stack for as many images as it has', async () => {
    expect((await readImages(npy('|u1', '(2, 2, 2)', 8), GREY)).shape).toEqual([2, 2, 2, 1]);
  });

  it.each([
    [npy('|u1', '(0, 2, 2, 1)', 0), /^images: there are none in an array \[0, 2, 2, 1\]; save at least one/],
    [idx([0, 2, 2], []), /^images: there are none in an array \[0, 2, 2\]/],
    [npy('|u1', '(1, 3, 2, 1)', 6), /^images: an array \[1, 3, 2, 1\] where the network takes \[N, 2, 2, 1\]; resize/],
    [npy('|u1', '(1, 2, 2, 3)', 12), /^images: an array \[1, 2, 2, 3\] where the network takes \[N, 2, 2, 1\]/],
    [npy('|u1', '(4,)', 4), /^images: an array \[4\] where/],
    [npy('|u1', '()', 1), /^images: an array \[\] where/],
    [npy('<i4', '(1, 2, 2, 1)', 16), /^npy element type: <i4; save as one of <f4, <f8, \|u1$/],
    [npy('|b1', '(1, 2, 2, 1)', 4), /^npy element type: \|b1; save as one of/],
    [npy('>f4', '(1, 2, 2, 1)', 16), /^npy element type: >f4/],
    [npy('<f4', '(1, 2, 2, 1)', 12), /^npy data: 12 bytes where shape \(1, 2, 2, 1\) needs 16/],
    [npy('<f4', '(999999999999, 2, 2, 1)', 16), /^npy data: 16 bytes where shape/],
    [npy('<f4', '(99999999999, 99999999999, 2, 1)', 16), /^npy shape: .+ overflows/],
    [idx([4294967295, 4294967295, 4294967295], [1]), /^IDX data: 1 bytes; 4294967295×4294967295×4294967295 needs/],
    [idx([1, 2, 2], [1, 2, 3]), /^IDX data: 3 bytes; 1×2×2 needs 4, so the file is cut short/],
    [idx([1, 2, 2], [1, 2, 3, 4], 0x0d), /^IDX magic: .+ elements are float32/],
    [Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1), /^images: a file that begins with 89 50 4e 47 is neither \.npy nor IDX; save them with numpy\.save/],
    [new Uint8Array(0), /^images: an empty file is neither/],
    [Uint8Array.of(0x1f, 0x8b, 1, 2, 3), /^gzip stream: 5 bytes that do not decompress/],
    [npy('|u1', '(1, 2, 2, 1)', PIXELS).slice(0, 30), /^npy header: \d+ bytes announced, 20 there/],
  ])('refuses number %#', async (bytes, words) => {
    await expect(readImages(bytes, GREY)).rejects.toThrow(words);
  });
});
