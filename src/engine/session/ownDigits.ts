// Digits of the visitor's own from the files that they handed over, each judged by its bytes. Knows no network and no page.
import { folderDigits, greyPicture, type GreyPicture } from '../data/folderDigits.ts';
import type { DigitSet } from '../data/digitSet.ts';
import { gunzip, isGzip } from '../data/gunzip.ts';
import { parseIdx } from '../data/idx.ts';
import { type IdxFile, idxDigits } from '../data/idxDigits.ts';
import { readImageHeader } from '../data/imageFile.ts';
import { luminance } from '../data/luminance.ts';
import { EngineFault, toEngineError } from '../engineError.ts';
import type { LeftOut, OwnFile } from '../protocol.ts';
import type { Decode } from './decodeImage.ts';
import { inParallel } from './inParallel.ts';

/** Files that are read and decoded at once. */
const LANES = 8;
/** Larger files and pictures are no digits, and would take the worker's memory. */
const MOST_FILE_BYTES = 1e9;
const MOST_PIXELS = 32e6;

export interface Reading {
  readonly decode: Decode;
  readonly signal?: AbortSignal;
  /** In files. */
  readonly onProgress?: (done: number, total: number) => void;
}

type Found = { picture: GreyPicture } | { idx: IdxFile } | { leftOut: LeftOut };

/** `folders` are those that were seen, with files in them or not. @throws EngineFault `digits` when no data set can be made; an abort rejects. */
export async function readOwnDigits(files: readonly OwnFile[], folders: readonly string[], { decode, signal, onProgress }: Reading): Promise<DigitSet> {
  // In the order of their names, however they came: the split is drawn by place.
  const wanted = files.filter(({ path }) => !isHidden(path)).sort((a, b) => (a.path < b.path ? -1 : 1));
  let done = 0;
  const read = async (file: OwnFile): Promise<Found> => {
    const found = await readFile(file, decode).catch((error: unknown): Found => ({ leftOut: { name: file.path, reason: toEngineError(error).message } }));
    onProgress?.(++done, wanted.length);
    return found;
  };
  const found = await inParallel(wanted, LANES, read, signal);
  const [pictures, idx, leftOut] = [found.flatMap((each) => ('picture' in each ? [each.picture] : [])), found.flatMap((each) => ('idx' in each ? [each.idx] : [])), found.flatMap((each) => ('leftOut' in each ? [each.leftOut] : []))];
  try {
    const set = idx.length > 0 ? withIdx(idx, pictures, folders) : folderDigits(pictures, folders);
    return { ...set, leftOut: [...leftOut, ...set.leftOut] };
  } catch (error) {
    throw new EngineFault('digits', toEngineError(error).message, leftOut.map(({ name, reason }) => `${name}: ${reason}`).join('\n') || undefined);
  }
}

/** What systems put into folders by themselves. */
function isHidden(path: string): boolean {
  const parts = path.split('/');
  return parts.some((part) => part.startsWith('.') || part === '__MACOSX') || ['thumbs.db', 'desktop.ini'].includes(parts.at(-1)!.toLowerCase());
}

/** Pairs count before pictures; without a pair, pictures before IDX files. */
function withIdx(idx: readonly IdxFile[], pictures: readonly GreyPicture[], folders: readonly string[]): DigitSet {
  try {
    const set = idxDigits(idx);
    return { ...set, leftOut: [...set.leftOut, ...pictures.map(({ path }) => ({ name: path, reason: 'a picture beside IDX files; give one or the other' }))] };
  } catch (error) {
    if (pictures.length === 0) throw error;
    const set = folderDigits(pictures, folders);
    return { ...set, leftOut: [...set.leftOut, ...idx.map(({ name }) => ({ name, reason: 'an IDX file beside pictures; give one or the other' }))] };
  }
}

async function readFile({ path, file }: OwnFile, decode: Decode): Promise<Found> {
  if (file.size > MOST_FILE_BYTES) throw new Error(`file: ${Math.round(file.size / 1e6)} MB are too many; give files up to ${MOST_FILE_BYTES / 1e6} MB`);
  const stored = new Uint8Array(await file.arrayBuffer());
  if (stored.length === 0) throw new Error('file: it is empty');
  const bytes = isGzip(stored) ? await gunzip(stored) : stored;
  if ((bytes[0] === 0 && bytes[1] === 0) || /idx\d|ubyte/i.test(path)) return { idx: { name: path, idx: parseIdx(bytes) } };
  return { picture: await readPicture(path, bytes, decode) };
}

/** @throws when it is no image, cut short, too large, or cannot be decoded. */
export async function readPicture(path: string, bytes: Uint8Array<ArrayBuffer>, decode: Decode): Promise<GreyPicture> {
  const header = readImageHeader(bytes);
  if (!header) throw new Error('not an image (PNG, JPEG, GIF, BMP or WebP) and no IDX file');
  if (header.width * header.height > MOST_PIXELS) throw new Error(`${header.format} image: ${header.width} × ${header.height} pixels are too many; make it smaller`);
  const { width, height, rgba } = await decode(bytes).catch((cause: unknown) => {
    throw new Error(`${header.format} image: damaged, it cannot be decoded; copy it again`, { cause });
  });
  return greyPicture(path, luminance(rgba), height, width);
}
