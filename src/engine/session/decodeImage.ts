// A picture's pixels from its file's bytes, by the browser's own decoders. Knows no digits.

export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
}

export type Decode = (bytes: Uint8Array<ArrayBuffer>) => Promise<Pixels>;

let canvas: OffscreenCanvas | null = null;

/** Numbers as they are stored: no colour profile is applied. @throws when the browser cannot decode it. */
export const decodeImage: Decode = async (bytes) => {
  const bitmap = await createImageBitmap(new Blob([bytes]), { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
  const { width, height } = bitmap;
  // Nothing waits between drawing and reading, so that one canvas serves all who decode at once.
  canvas ??= new OffscreenCanvas(width, height);
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.clearRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return { width, height, rgba: context.getImageData(0, 0, width, height).data };
};
