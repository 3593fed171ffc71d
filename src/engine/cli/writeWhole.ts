// A file that exists is whole: bytes go to a temporary name beside it, which is renamed at the end and removed on failure.
import { rmSync } from 'node:fs';
import { access, constants, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from './exitCode.ts';

/** @throws UsageError when no file can be made at `path`. Worth asking before hours of work. */
export async function checkWritable(path: string): Promise<void> {
  const folder = dirname(path);
  const [place, found] = await Promise.all([stat(folder).catch(() => null), stat(path).catch(() => null)]);
  if (!place?.isDirectory()) throw new UsageError(`--out: ${path}: there is no folder ${folder}; make it first`);
  if (found && !found.isFile()) throw new UsageError(`--out: ${path} is no file; name one`);
  await access(folder, constants.W_OK).catch((cause: unknown) => {
    throw new UsageError(`--out: ${path}: the folder ${folder} cannot be written to; choose another`, { cause });
  });
}

/**
 * Asks for the next chunk once the last one is written. Answers how many bytes there are.
 * @throws what the chunks throw, or the file system; then nothing is left behind, and a file that was there stays as it was.
 */
export async function writeWhole(path: string, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  // What a link points to is replaced, not the link.
  const target = await realpath(path).catch(() => path);
  const temporary = `${target}.${process.pid}.part`;
  const removeNow = () => rmSync(temporary, { force: true });
  process.once('exit', removeNow);
  const file = await open(temporary, 'w');
  let written = 0;
  try {
    for await (const chunk of chunks) {
      await file.writeFile(chunk);
      written += chunk.length;
    }
    await file.sync();
    await file.close();
    await rename(temporary, target);
  } catch (error) {
    await file.close().catch(() => {});
    await rm(temporary, { force: true });
    throw error;
  } finally {
    process.off('exit', removeNow);
  }
  return written;
}
