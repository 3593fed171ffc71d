// Files that the visitor dropped or chose, sorted by what they can be: a model, an array, a picture. Reads bytes, judges nothing.
import type { InputSource, NamedFile } from '../../engine/protocol.ts';

export type Handed =
  | { kind: 'model'; files: NamedFile[] }
  | { kind: 'input'; source: InputSource }
  | { kind: 'unknown'; names: string[] };

const named = async (file: File): Promise<NamedFile> => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });

/** A decoded picture; the browser knows the formats. */
async function pixelsOf(file: File): Promise<InputSource> {
  const bitmap = await createImageBitmap(file);
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return { kind: 'pixels', name: file.name, width, height, rgba: context.getImageData(0, 0, width, height).data };
}

/** What a handful of files can be. @throws when a picture cannot be decoded. */
export async function sortFiles(files: readonly File[]): Promise<Handed> {
  const ending = (name: string) => name.toLowerCase().split('.').pop()!;
  const [first] = files;
  if (files.some(({ name }) => ending(name) === 'json')) return { kind: 'model', files: await Promise.all(files.map(named)) };
  if (files.length === 1 && ending(first.name) === 'npy') return { kind: 'input', source: { kind: 'npy', file: await named(first) } };
  if (files.length === 1 && first.type.startsWith('image/')) return { kind: 'input', source: await pixelsOf(first) };
  return { kind: 'unknown', names: files.map(({ name }) => name) };
}
