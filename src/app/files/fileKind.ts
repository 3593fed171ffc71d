// What one file is, by its name, else by its first bytes. Knows no other files beside it.

export type FileKind = 'run' | 'model' | 'array' | 'image' | 'idx';

export const kindInWords: Readonly<Record<FileKind, string>> = { run: 'a saved run', model: 'a model', array: 'an array', image: 'a picture', idx: 'an IDX file' };

const byEnding: Readonly<Record<string, FileKind>> = { jxrun: 'run', json: 'model', npy: 'array' };

const text = (letters: string) => Array.from(letters, (letter) => letter.charCodeAt(0));

const byBytes: readonly (readonly [kind: FileKind, bytes: readonly number[]])[] = [
  ['run', text('JXRUN')],
  ['array', [0x93, ...text('NUMPY')]],
  ['idx', [0, 0, 8]],
  ['idx', [0x1f, 0x8b]],
  ['image', [0x89, ...text('PNG')]],
  ['image', [0xff, 0xd8, 0xff]],
  ['image', text('GIF8')],
  ['image', text('RIFF')],
  ['image', text('BM')],
];

/** Null where the name does not tell. What is in an IDX file the worker sees; here only what it may be called. */
export function kindByName({ name, type }: File): FileKind | null {
  const known = byEnding[name.toLowerCase().split('.').pop()!];
  if (known) return known;
  if (type.startsWith('image/')) return 'image';
  return /(^|[^a-z])(idx\d?|ubyte)([^a-z]|$)|\.gz$/i.test(name) ? 'idx' : null;
}

/** Null where the bytes do not tell either. */
export async function kindByBytes(file: File): Promise<FileKind | null> {
  const head = new Uint8Array(await file.slice(0, 6).arrayBuffer());
  return byBytes.find(([, bytes]) => bytes.every((byte, k) => head[k] === byte))?.[0] ?? null;
}
