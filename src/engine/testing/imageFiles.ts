// Small image files of every format, as a browser wrote them, and bitmaps made to order with their decoder. Test support only.

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/** 7 × 5 pixels: a red square on white. */
export const PNG = bytesOf('iVBORw0KGgoAAAANSUhEUgAAAAcAAAAFCAYAAACJmvbYAAAANklEQVR4AYSLwQkAMAgDgxt0gtL9hyqdoCOoCIr40JBAwhHiRgTVOwsenWGDsUqZ4b4fnnwWAAAA//9Ee/4CAAAABklEQVQDAAAAJO93P3UhAAAAAElFTkSuQmCC');
/** 7 × 5 pixels, without the colour profile that the browser put in. */
export const JPEG = bytesOf(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAFAAcDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAdEAACAgEFAAAAAAAAAAAAAAACAwABIQQRMUJh/8QAFQEBAQAAAAAAAAAAAAAAAAAAAAH/xAAXEQEBAQEAAAAAAAAAAAAAAAABABEx/9oADAMBAAIRAxEAPwC/p0MU1xm8mUwtxG+nOKz7ERHKqrrf/9k=',
);
/** 1 × 1 pixel. */
export const GIF = bytesOf('R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==');

const VP8L = bytesOf('VlA4TBcAAAAvBgABAA9wkO9/gB/iff5DC4/7i+h/RAAA');
const VP8 = bytesOf('VlA4IDQAAACQAQCdASoHAAUAA4BaJQBdgB4+iwAA/mz1kgANVpI8AB8T3++wiWj0tjVabTQE9zAs3kAA');
const VP8X = Uint8Array.of(...ascii('VP8X'), 10, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 4, 0, 0);

function ascii(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}

function riff(...chunks: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const size = chunks.reduce((sum, { length }) => sum + length, 4);
  return Uint8Array.of(...ascii('RIFF'), size & 255, size >> 8, 0, 0, ...ascii('WEBP'), ...chunks.flatMap((chunk) => [...chunk]));
}

/** 7 × 5 pixels: lossless, lossy, and lossy in the extended form. */
export const WEBP = { lossless: riff(VP8L), lossy: riff(VP8), extended: riff(VP8X, VP8) };

/** An uncompressed bitmap of 24 bits a pixel, grey, from the bottom row up as most are. */
export function bmp(grey: ArrayLike<number>, height: number, width: number): Uint8Array<ArrayBuffer> {
  const stride = Math.ceil((3 * width) / 4) * 4;
  const bytes = new Uint8Array(54 + stride * height);
  const view = new DataView(bytes.buffer);
  bytes.set(ascii('BM'));
  [[2, bytes.length], [10, 54], [14, 40], [18, width], [22, height]].forEach(([at, value]) => view.setUint32(at, value, true));
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  for (let k = 0; k < height * width; k++) {
    const at = 54 + (height - 1 - Math.floor(k / width)) * stride + 3 * (k % width);
    bytes.fill(grey[k], at, at + 3);
  }
  return bytes;
}

/** What a browser would decode, of such bitmaps; in Node there is no other decoder. */
export async function decodeBmp(bytes: Uint8Array): Promise<{ width: number; height: number; rgba: Uint8ClampedArray }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint16(0) !== 0x424d) throw new Error('decoder: no bitmap');
  const [width, height] = [view.getInt32(18, true), view.getInt32(22, true)];
  const stride = Math.ceil((3 * width) / 4) * 4;
  const rgba = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let k = 0; k < height * width; k++) {
    const at = 54 + (height - 1 - Math.floor(k / width)) * stride + 3 * (k % width);
    rgba.set([bytes[at + 2], bytes[at + 1], bytes[at]], 4 * k);
  }
  return { width, height, rgba };
}

/** An IDX file of unsigned bytes. */
export function idx(shape: readonly number[], data: ArrayLike<number>, type = 8): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 + 4 * shape.length + data.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0, 0, type, shape.length]);
  shape.forEach((size, k) => view.setUint32(4 + 4 * k, size));
  bytes.set(Array.from(data), 4 + 4 * shape.length);
  return bytes;
}
