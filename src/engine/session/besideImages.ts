// One image to look at that is no part of the digits: drawn, dropped or pasted; in the size of theirs. Knows no network.
import { centreDrawing } from '../data/centreDrawing.ts';
import type { Digits, ImageBeside } from '../data/loadDigits.ts';
import { luminance } from '../data/luminance.ts';
import { resample } from '../data/resample.ts';
import { EngineFault, toEngineError } from '../engineError.ts';
import type { ImageSource, ShownImage } from '../protocol.ts';
import type { Decode } from './decodeImage.ts';
import { readPicture } from './ownDigits.ts';

/** Digits that images can be put beside. */
export type OpenDigits = Digits & { readonly beside: ImageBeside[] };

/** Images whose edges are looked at. */
const SAMPLE = 200;

/** Puts it beside the digits, and says where. @throws EngineFault `image` when it cannot be read. */
export async function putBeside(source: ImageSource, digits: OpenDigits, decode: Decode): Promise<ShownImage> {
  try {
    const { pixels, inverted } = source.kind === 'drawing' ? { pixels: drawn(source, digits), inverted: false } : await photographed(source, digits, decode);
    digits.beside.push({ name: source.name, pixels });
    return { index: digits.count + digits.beside.length - 1, name: source.name, inverted };
  } catch (error) {
    throw new EngineFault('image', `${source.name}: ${toEngineError(error).message}`);
  }
}

function drawn({ width, height, rgba }: Extract<ImageSource, { kind: 'drawing' }>, digits: Digits): Uint8Array {
  if (rgba.length !== 4 * width * height) throw new Error(`drawing: ${rgba.length} bytes are not ${width} × ${height} pixels; draw it again`);
  return centreDrawing(luminance(rgba), height, width, [digits.height, digits.width]);
}

/** Without a wish, turned to negative where its edges are dark and the digits' light, or the other way round. */
async function photographed({ name, file, invert }: Extract<ImageSource, { kind: 'file' }>, digits: Digits, decode: Decode) {
  const { pixels, width, height } = await readPicture(name, new Uint8Array(await file.arrayBuffer()), decode);
  const grey = Uint8Array.from(resample(pixels, [height, width, 1], [digits.height, digits.width]), Math.round);
  const inverted = invert ?? isLight(grey, digits) !== isLight(sampleOf(digits), digits);
  return { pixels: inverted ? grey.map((value) => 255 - value) : grey, inverted };
}

function sampleOf({ images, count, height, width }: Digits): Uint8Array {
  return images.subarray(0, Math.min(count, SAMPLE) * height * width);
}

/** Whether the edges of pictures, one after another, are nearer to white than to black. */
function isLight(pixels: Uint8Array, { height, width }: Digits): boolean {
  let [sum, edges] = [0, 0];
  pixels.forEach((value, k) => {
    const [i, j] = [Math.floor(k / width) % height, k % width];
    if (i > 0 && i < height - 1 && j > 0 && j < width - 1) return;
    sum += value;
    edges++;
  });
  return sum / edges > 127.5;
}
