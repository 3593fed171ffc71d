// Grey from colour. Knows no file format.

/** The luminance (ITU-R BT.601) of red, green, blue and alpha laid over white: one number from 0 to 255 a pixel, not rounded. */
export function luminance(rgba: Uint8ClampedArray): Float32Array {
  const grey = new Float32Array(rgba.length / 4);
  for (let p = 0; p < grey.length; p++) {
    const alpha = rgba[4 * p + 3] / 255;
    grey[p] = alpha * (0.299 * rgba[4 * p] + 0.587 * rgba[4 * p + 1] + 0.114 * rgba[4 * p + 2]) + (1 - alpha) * 255;
  }
  return grey;
}
