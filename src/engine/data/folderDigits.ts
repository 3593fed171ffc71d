// Digits from pictures in folders, one folder a class: all in one size, labels from the folders' names. Knows no file format.
import { classesOf, folderOf } from './classes.ts';
import { checkSize, checkVolume, LEAST_SIDE, type DigitSet, type LeftOut, MOST_SIDE } from './digitSet.ts';
import { resample } from './resample.ts';

/** One picture in grey, at most 64 × 64. */
export interface GreyPicture {
  readonly path: string;
  readonly height: number;
  readonly width: number;
  /** [height, width], 0 to 255. */
  readonly pixels: Uint8Array;
  /** Rows and columns as it was found. */
  readonly given: readonly [height: number, width: number];
}

/** Shrinks what is larger than any network here takes, in proportion. `grey` [height, width] need not be rounded. */
export function greyPicture(path: string, grey: Float32Array, height: number, width: number): GreyPicture {
  const factor = Math.min(1, MOST_SIDE / Math.max(height, width));
  const size = [height, width].map((side) => Math.max(Math.min(side, LEAST_SIDE), Math.round(side * factor))) as [number, number];
  return { path, height: size[0], width: size[1], pixels: inSize(grey, [height, width], size), given: [height, width] };
}

/** `folders` are those that were seen, with files in them or not. @throws when what is left makes no data set. */
export function folderDigits(pictures: readonly GreyPicture[], folders: readonly string[]): DigitSet {
  if (pictures.length === 0) throw new Error('images: none could be used; give a folder of class folders with PNG, JPEG, GIF, BMP or WebP images in them');
  const { names, labels, alone } = classesOf(pictures.map(({ path }) => folderOf(path)));
  const order = inTurns(labels);
  const used = order.map((n) => pictures[n]);
  const [height, width] = commonSize(used);
  checkSize(height, width);
  checkVolume(used.length, height, width);
  const images = new Uint8Array(used.length * height * width);
  used.forEach(({ pixels, ...size }, n) => images.set(inSize(pixels, [size.height, size.width], [height, width]), n * height * width));
  const digits = { count: used.length, height, width, classes: names.length, images, labels: Uint8Array.from(order, (n) => labels[n]), names };
  return { digits, leftOut: [...aloneOf(pictures, labels), ...emptyOf(folders, new Set([...names, ...alone]))], notes: resized(used, height, width) };
}

/** Those with a class, one of each class after another, so that whoever looks at the first few sees all classes. */
function inTurns(labels: Int16Array): number[] {
  const seen = new Map<number, number>();
  const turns = Array.from(labels, (label) => {
    seen.set(label, (seen.get(label) ?? 0) + 1);
    return seen.get(label)!;
  });
  const used = [...labels.keys()].filter((n) => labels[n] >= 0);
  return used.sort((a, b) => turns[a] - turns[b] || labels[a] - labels[b]);
}

function inSize(pixels: Uint8Array | Float32Array, [height, width]: readonly [number, number], size: readonly [number, number]): Uint8Array {
  const same = height === size[0] && width === size[1];
  return Uint8Array.from(same ? pixels : resample(pixels, [height, width, 1], size), Math.round);
}

/** The size that most have; of equals the one found first. */
function commonSize(pictures: readonly GreyPicture[]): [number, number] {
  const counts = new Map<string, number>();
  for (const { height, width } of pictures) counts.set(`${height} ${width}`, (counts.get(`${height} ${width}`) ?? 0) + 1);
  const [[size]] = [...counts].sort((a, b) => b[1] - a[1]);
  return size.split(' ').map(Number) as [number, number];
}

function resized(pictures: readonly GreyPicture[], height: number, width: number): string[] {
  const others = pictures.filter(({ given }) => given[0] !== height || given[1] !== width);
  if (others.length === 0) return [];
  const [first] = others;
  return [`${others.length} of ${pictures.length} images were resized to ${height} × ${width}, ${first.path} from ${first.given.join(' × ')} for instance.`];
}

function aloneOf(pictures: readonly GreyPicture[], labels: Int16Array): LeftOut[] {
  const left = pictures.filter((_, n) => labels[n] < 0);
  return left.map(({ path }) => ({ name: path, reason: `alone in class ${folderOf(path)}: a class needs two images, one to train on and one to validate on` }));
}

/** Classes without an image. A folder that only holds other folders is none. */
function emptyOf(folders: readonly string[], classes: ReadonlySet<string>): LeftOut[] {
  const parents = new Set(folders.map((path) => path.split('/').slice(0, -1).join('/')));
  const empty = folders.filter((path) => !parents.has(path) && !classes.has(path.split('/').at(-1)!));
  return empty.map((path) => ({ name: `${path}/`, reason: 'empty class: no image in it could be used' }));
}
