// Files that the visitor handed over, sorted by what they can be: a saved run, a model, an array, one picture, digits to train on.
// Does not judge what is in them.
import type { DigitsSource, InputSource, NamedFile } from '../../engine/protocol.ts';
import { type FileKind, kindByBytes, kindByName, kindInWords } from './fileKind.ts';
import type { Gathered } from './gatherFiles.ts';

export type Handed =
  | { kind: 'model'; files: NamedFile[] }
  | { kind: 'array'; source: InputSource }
  | { kind: 'image'; file: File }
  | { kind: 'digits'; source: DigitsSource }
  | { kind: 'run'; files: NamedFile[] }
  | { kind: 'refused'; why: string };

/** A model comes with few files; a folder with more may well hold a .json of something else. */
const modelFiles = 50;

const named = async (file: File): Promise<NamedFile> => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });

/** A decoded picture; the browser knows the formats. @throws when it cannot be decoded. */
export async function pixelsOf(name: string, file: Blob): Promise<InputSource> {
  const bitmap = await createImageBitmap(file);
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return { kind: 'pixels', name, width, height, rgba: context.getImageData(0, 0, width, height).data };
}

/** What a folder is: a model where it has a .json and no picture, else digits; a .json beside pictures is left to the reading, which names it. */
async function folderKind({ name, files, folders }: Gathered): Promise<Handed> {
  const kinds = files.length > modelFiles ? [] : files.map(({ file }) => kindByName(file));
  if (kinds.includes('model') && !kinds.includes('image')) return { kind: 'model', files: await Promise.all(files.map(({ file }) => named(file))) };
  return { kind: 'digits', source: { kind: 'files', name, files, folders } };
}

async function kindsOf(files: readonly File[]): Promise<(FileKind | null)[]> {
  const kinds = files.map(kindByName);
  // Weights may have any name, and begin with any bytes.
  if (kinds.includes('model') || files.length > modelFiles) return kinds;
  return Promise.all(files.map(async (file, k) => kinds[k] ?? kindByBytes(file)));
}

/** What files and folders are together: one kind of thing at a time, and of several kinds nothing is taken. */
export async function sortFiles(gathered: Gathered): Promise<Handed> {
  const { name, files, folders } = gathered;
  if (folders.length > 0) return folderKind(gathered);
  const plain = files.map(({ file }) => file);
  const kinds = await kindsOf(plain);
  const [kind, another] = new Set(kinds.filter((each) => each !== null));
  const wordsOf = (each: FileKind) => `${plain[kinds.indexOf(each)].name} is ${kindInWords[each]}`;
  if (another) return { kind: 'refused', why: `${wordsOf(kind)}, ${wordsOf(another)}. Hand over one kind of thing at a time; nothing was taken.` };
  const strange = plain.filter((_, k) => kinds[k] === null).map((file) => file.name);
  if (!kind || (strange.length > 0 && (kind === 'run' || kind === 'array')))
    return { kind: 'refused', why: `${strange.join(', ')}: no model, no saved run, no picture and no digits. Hand over model.json with its weight files, a .jxrun file, a picture, a folder of class folders, or a pair of IDX files.` };
  if (kind === 'array' && plain.length > 1) return { kind: 'refused', why: `${plain.map((file) => file.name).join(', ')}: ${plain.length} arrays; hand over one.` };
  if (kind === 'array') return { kind, source: { kind: 'npy', file: await named(plain[0]) } };
  if (kind === 'run' || kind === 'model') return { kind, files: await Promise.all(plain.map(named)) };
  if (kind === 'image' && plain.length === 1) return { kind, file: plain[0] };
  return { kind: 'digits', source: { kind: 'files', name, files, folders } };
}
