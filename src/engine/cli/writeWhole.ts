// A file that exists is whole: bytes go to a temporary name beside it, which is renamed at the end and removed on failure.
import { open, rename, rm } from 'node:fs/promises';

/** @throws what the chunks throw, or the file system. */
export async function writeWhole(path: string, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  const temporary = `${path}.${process.pid}.part`;
  const file = await open(temporary, 'w');
  let written = 0;
  try {
    for await (const chunk of chunks) {
      await file.writeFile(chunk);
      written += chunk.length;
    }
    await file.sync();
    await file.close();
    await rename(temporary, path);
  } catch (error) {
    await file.close().catch(() => {});
    await rm(temporary, { force: true });
    throw error;
  }
  return written;
}
