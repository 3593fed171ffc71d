// What a loaded model is shown, from what the visitor handed over: the digits, an array, a decoded picture.
import { luminance } from '../data/luminance.ts';
import { resample } from '../data/resample.ts';
import { EngineFault } from '../engineError.ts';
import type { InputSource, PixelScale } from '../protocol.ts';
import type { RunData } from '../train/runData.ts';
import type { Input } from './input.ts';
import { type InputShape, pictureSize, scaled } from './inputPicture.ts';
import { OwnImages } from './ownImages.ts';
import { readOwnImages } from './readOwnImages.ts';
import { ResampledDigits } from './resampledDigits.ts';

/** The input that `source` makes for a model. @throws EngineFault when it does not fit. */
export async function openInput(source: InputSource, scale: PixelScale, data: RunData, shape: InputShape): Promise<Input> {
  if (source.kind === 'digit') return new ResampledDigits(data, shape, scale);
  if (source.kind === 'npy') return readOwnImages(source.file, shape);
  return fromPixels(source, scale, shape);
}

function fromPixels({ name, width, height, rgba }: Extract<InputSource, { kind: 'pixels' }>, scale: PixelScale, shape: InputShape): OwnImages {
  const whole = Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0;
  if (!whole || rgba.length !== 4 * width * height) throw new EngineFault('input', `${name}: ${rgba.length} bytes are not ${width} × ${height} pixels of red, green, blue and alpha; hand it over again`);
  const size = pictureSize(shape);
  const [H, W, C] = size ?? shape;
  if (!size || ![1, 3, 4].includes(C)) throw new EngineFault('input', `channels: the model takes ${C}, a picture has 1, 3 or 4; hand over an .npy file`);
  const pixels = resample(channelsOf(rgba, C), [height, width, C], [H, W]);
  return new OwnImages(name, 1, shape, scaled(pixels, scale), Uint8Array.from(pixels, Math.round));
}

/** Red, green and blue over white; for one channel their luminance. */
function channelsOf(rgba: Uint8ClampedArray, channels: number): Float32Array {
  if (channels === 1) return luminance(rgba);
  const result = new Float32Array((rgba.length / 4) * channels);
  for (let p = 0; p < rgba.length / 4; p++) {
    const alpha = rgba[4 * p + 3] / 255;
    const [red, green, blue] = [0, 1, 2].map((k) => (channels === 4 ? rgba[4 * p + k] : alpha * rgba[4 * p + k] + (1 - alpha) * 255));
    result.set([red, green, blue, rgba[4 * p + 3]].slice(0, channels), p * channels);
  }
  return result;
}
