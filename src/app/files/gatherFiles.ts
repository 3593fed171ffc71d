// Files and folders as the browser hands them over (dropped, chosen, pasted), all in one form: each file with its path. Reads no bytes.
import type { OwnFile } from '../../engine/protocol.ts';

export interface Gathered {
  /** Of the folder or the file that was handed over; of several, what their names begin with. */
  readonly name: string;
  readonly files: readonly (OwnFile & { readonly file: File })[];
  /** Paths of all folders that were seen, empty ones too; none where files were handed over by themselves. */
  readonly folders: readonly string[];
}

/** Chosen files; those of a chosen folder know their path in it. */
export function gatherChosen(chosen: readonly File[]): Gathered {
  const files = chosen.map((file) => ({ path: file.webkitRelativePath || file.name, file }));
  const folders = new Set(files.flatMap(({ path }) => foldersOf(path)));
  return { name: nameOf(files.map(({ path }) => path)), files, folders: [...folders] };
}

/** Dropped items. Call it in the drop's own turn of the event loop: the browser forgets them afterwards. */
export function gatherDropped(items: Iterable<DataTransferItem>): Promise<Gathered> {
  const given = Array.from(items, (item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  // What comes from no disk, as an image dragged out of a page, is a file and no entry.
  const loose = given.flatMap(({ entry, file }) => (entry === null && file !== null ? [file] : []));
  return loose.length > 0 ? Promise.resolve(gatherChosen(loose)) : gatherEntries(given.flatMap(({ entry }) => entry ?? []));
}

/** Walks folders to their ends. */
export async function gatherEntries(entries: readonly FileSystemEntry[]): Promise<Gathered> {
  const files: (OwnFile & { file: File })[] = [];
  const folders: string[] = [];
  const walk = async (entry: FileSystemEntry, path: string): Promise<void> => {
    if (entry.isFile) return void files.push({ path, file: await fileOf(entry as FileSystemFileEntry) });
    folders.push(path);
    const children = await childrenOf(entry as FileSystemDirectoryEntry);
    await Promise.all(children.map((child) => walk(child, `${path}/${child.name}`)));
  };
  await Promise.all(entries.map((entry) => walk(entry, entry.name)));
  return { name: nameOf(entries.map(({ name }) => name)), files, folders };
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A reader gives a hundred or so at a time, and none at the end. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    // One after another: the reader has one place where it is.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return children;
    children.push(...some);
  }
}

/** `a`, `a/b` of `a/b/c.png`. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, k) => parts.slice(0, k + 1).join('/'));
}

/** `train` of `train-images-idx3-ubyte` and `train-labels-idx1-ubyte`. */
function nameOf(paths: readonly string[]): string {
  const names = [...new Set(paths.map((path) => path.split('/')[0]))];
  if (names.length < 2) return names[0] ?? '';
  let same = 0;
  while (names.every((name) => same < name.length && name[same] === names[0][same])) same++;
  return names[0].slice(0, same).replace(/[^a-z\d]+$/i, '') || `${names.length} files`;
}
