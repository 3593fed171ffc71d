// Files that the visitor handed over, sorted by what they can be: a model, an array, one picture, digits to train on. Judges nothing.
import type { DigitsSource, InputSource, NamedFile } from '../../engine/protocol.ts';
import type { Gathered } from './gatherFiles.ts';

export type Handed =
  | { kind: 'model'; files: NamedFile[] }
  | { kind: 'array'; source: InputSource }
  | { kind: 'image'; file: File }
  | { kind: 'digits'; source: DigitsSource }
  | { kind: 'unknown'; names: string[] };

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

const ending = ({ name }: File): string => name.toLowerCase().split('.').pop()!;
const isImage = (file: File): boolean => file.type.startsWith('image/');
/** What is in an IDX file the worker sees; here only what it may be called. */
const maybeIdx = (file: File): boolean => /(^|[^a-z])(idx\d?|ubyte)([^a-z]|$)|\.gz$/i.test(file.name);

/** What files and folders can be. */
export async function sortFiles({ name, files, folders }: Gathered): Promise<Handed> {
  const plain = files.map(({ file }) => file);
  const [first] = plain;
  if (plain.length <= modelFiles && plain.some((file) => ending(file) === 'json')) return { kind: 'model', files: await Promise.all(plain.map(named)) };
  if (folders.length > 0) return { kind: 'digits', source: { kind: 'files', name, files, folders } };
  if (plain.length === 1 && ending(first) === 'npy') return { kind: 'array', source: { kind: 'npy', file: await named(first) } };
  if (plain.length === 1 && isImage(first)) return { kind: 'image', file: first };
  if (plain.some((file) => isImage(file) || maybeIdx(file))) return { kind: 'digits', source: { kind: 'files', name, files, folders } };
  return { kind: 'unknown', names: plain.map((file) => file.name) };
}
