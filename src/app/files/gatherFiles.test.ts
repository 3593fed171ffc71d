import { expect, test } from 'vitest';
import { gatherChosen, gatherEntries } from './gatherFiles.ts';
import { sortFiles } from './readFiles.ts';

/** A folder as the browser's own: its reader gives `batch` children at a time. */
function folder(name: string, children: FileSystemEntry[], batch = 100): FileSystemEntry {
  const createReader = () => {
    let at = 0;
    return { readEntries: (done: (some: FileSystemEntry[]) => void) => queueMicrotask(() => done(children.slice(at, (at += batch)))) };
  };
  return { isFile: false, isDirectory: true, name, createReader } as unknown as FileSystemEntry;
}

function entry(name: string, type = 'image/png'): FileSystemEntry {
  return { isFile: true, isDirectory: false, name, file: (done: (file: File) => void) => done(new File(['x'], name, { type })) } as unknown as FileSystemEntry;
}

test('folders are walked to their ends, however many files a reader gives at a time; empty ones are known', async () => {
  const three = Array.from({ length: 250 }, (_, k) => entry(`${k}.png`));
  const { name, files, folders } = await gatherEntries([folder('digits', [folder('3', three), folder('4', []), entry('readme.txt', 'text/plain')])]);
  expect(name).toBe('digits');
  expect(files).toHaveLength(251);
  expect(new Set(files.map(({ path }) => path)).size).toBe(251);
  expect(files.some(({ path }) => path === 'digits/3/249.png')).toBe(true);
  expect(folders.toSorted()).toEqual(['digits', 'digits/3', 'digits/4']);
});

test('a chosen folder has the same form', () => {
  const file = Object.assign(new File(['x'], '1.png'), { webkitRelativePath: 'digits/3/1.png' });
  expect(gatherChosen([file])).toEqual({ name: 'digits', files: [{ path: 'digits/3/1.png', file }], folders: ['digits', 'digits/3'] });
});

test('several files are called by what their names begin with', () => {
  const nameOf = (...names: string[]) => gatherChosen(names.map((name) => new File(['x'], name))).name;
  expect(nameOf('train-images-idx3-ubyte', 'train-labels-idx1-ubyte')).toBe('train');
  expect(nameOf('images', 'labels')).toBe('2 files');
  expect(nameOf('one.gz')).toBe('one.gz');
});

test('what files can be follows from how many there are, from folders, from what they are called, and else from their first bytes', async () => {
  const sorted = (...files: [name: string, type: string, text?: string][]) => sortFiles(gatherChosen(files.map(([name, type, text = 'x']) => new File([text], name, { type }))));
  const kindOf = async (...files: Parameters<typeof sorted>) => (await sorted(...files)).kind;
  expect(await kindOf(['model.json', 'application/json'], ['weights.bin', ''])).toBe('model');
  expect(await kindOf(['model.json', 'application/json'], ['weights', '', 'JXRUN'])).toBe('model');
  expect(await kindOf(['images.npy', ''])).toBe('array');
  expect(await kindOf(['three.png', 'image/png'])).toBe('image');
  expect(await kindOf(['three', '', 'GIF89a'])).toBe('image');
  expect(await kindOf(['three.png', 'image/png'], ['four.png', 'image/png'])).toBe('digits');
  expect(await kindOf(['three.png', 'image/png'], ['notes.txt', 'text/plain'])).toBe('digits');
  expect(await kindOf(['train-images-idx3-ubyte.gz', 'application/gzip'], ['train-labels-idx1-ubyte.gz', 'application/gzip'])).toBe('digits');
  expect(await kindOf(['t10k-images.idx3-ubyte', ''])).toBe('digits');
  expect(await kindOf(['images', '', '\0\0\b'], ['labels', '', '\0\0\b'])).toBe('digits');
  expect(await kindOf(['mine.jxrun', ''])).toBe('run');
  expect(await kindOf(['mine.jxrun', ''], ['other.jxrun', ''])).toBe('run');
  expect(await kindOf(['a run', '', 'JXRUN!'])).toBe('run');
  expect((await sortFiles(await gatherEntries([folder('digits', [])]))).kind).toBe('digits');
  expect((await sortFiles(await gatherEntries([folder('net', [entry('model.json', ''), entry('weights.bin', ''), entry('input.npy', '')])]))).kind).toBe('model');
  expect((await sortFiles(await gatherEntries([folder('digits', [folder('3', [entry('1.png'), entry('about.json', '')])])]))).kind).toBe('digits');
});

test('of several kinds at once nothing is taken, and it is said which came together', async () => {
  const why = async (...names: string[]) => {
    const sorted = await sortFiles(gatherChosen(names.map((name) => new File(['x'], name, { type: name.endsWith('.png') ? 'image/png' : '' }))));
    return sorted.kind === 'refused' ? sorted.why : null;
  };
  expect(await why('mine.jxrun', 'three.png')).toMatch(/^mine\.jxrun is a saved run, three\.png is a picture\. Hand over one kind of thing at a time/);
  expect(await why('weights.bin', 'model.json', 'input.npy')).toMatch(/^model\.json is a model, input\.npy is an array\./);
  expect(await why('three.png', 'train-labels-idx1-ubyte')).toMatch(/is a picture, train-labels-idx1-ubyte is an IDX file/);
  expect(await why('notes.txt')).toMatch(/^notes\.txt: no model, no saved run/);
  expect(await why('mine.jxrun', 'notes.txt')).toMatch(/^notes\.txt: no model, no saved run/);
  expect(await why('a.npy', 'b.npy')).toMatch(/^a\.npy, b\.npy: 2 arrays; hand over one/);
});
