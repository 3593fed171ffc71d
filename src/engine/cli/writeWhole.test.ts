import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from './exitCode.ts';
import { checkWritable, writeWhole } from './writeWhole.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whole-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function* chunks(failure?: Error) {
  yield Uint8Array.of(1, 2);
  // Nothing has the name before all is there.
  expect((await readdir(folder)).filter((name) => name.endsWith('.npz'))).toEqual(await kept());
  yield Uint8Array.of(3);
  if (failure) throw failure;
}

let kept = async (): Promise<string[]> => [];

describe('a whole file', () => {
  it('is there at once, and alone', async () => {
    kept = async () => [];
    expect(await writeWhole(join(folder, 'J.npz'), chunks())).toBe(3);
    expect([...(await readFile(join(folder, 'J.npz')))]).toEqual([1, 2, 3]);
    expect(await readdir(folder)).toEqual(['J.npz']);
  });

  it('is not there when making it fails, and one that was there is as it was', async () => {
    await writeFile(join(folder, 'J.npz'), 'before');
    kept = async () => ['J.npz'];
    const failure = new Error('interrupted');
    await expect(writeWhole(join(folder, 'J.npz'), chunks(failure))).rejects.toBe(failure);
    expect(await readFile(join(folder, 'J.npz'), 'utf8')).toBe('before');
    expect(await readdir(folder)).toEqual(['J.npz']);
  });

  it('takes the place of what a link points to', async () => {
    await mkdir(join(folder, 'elsewhere'));
    await writeFile(join(folder, 'elsewhere', 'real'), 'before');
    await symlink(join('elsewhere', 'real'), join(folder, 'link.npz'));
    kept = async () => ['link.npz'];
    await writeWhole(join(folder, 'link.npz'), chunks());
    expect(await readlink(join(folder, 'link.npz'))).toBe(join('elsewhere', 'real'));
    expect([...(await readFile(join(folder, 'elsewhere', 'real')))]).toEqual([1, 2, 3]);
    expect(await readdir(join(folder, 'elsewhere'))).toEqual(['real']);
  });
});

describe('a place for a file', () => {
  it('may be new or an older file', async () => {
    await expect(checkWritable(join(folder, 'J.npz'))).resolves.toBeUndefined();
    await writeFile(join(folder, 'J.npz'), 'before');
    await expect(checkWritable(join(folder, 'J.npz'))).resolves.toBeUndefined();
  });

  it('has to be in a folder, and none itself', async () => {
    await mkdir(join(folder, 'd.npz'));
    await expect(checkWritable(join(folder, 'd.npz'))).rejects.toThrow(/^--out: .+d\.npz is no file; name one$/);
    await expect(checkWritable(join(folder, 'no', 'J.npz'))).rejects.toThrow(UsageError);
    await expect(checkWritable(join(folder, 'no', 'J.npz'))).rejects.toThrow(/there is no folder .+no; make it first$/);
  });

  // Whoever is root may write everywhere.
  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('has to be in a folder that can be written to', async () => {
    await chmod(folder, 0o555);
    try {
      await expect(checkWritable(join(folder, 'J.npz'))).rejects.toThrow(/cannot be written to; choose another$/);
    } finally {
      await chmod(folder, 0o755);
    }
  });
});
