// Files on their way to the worker: some at a time, because a browser takes long to hand over thousands at once. Knows no worker.
import type { OwnFile } from '../../engine/protocol.ts';

/** Between two batches the page answers; milliseconds of one. */
const QUICK = { least: 8, most: 25 };
const FIRST = 8;
const MOST = 1024;

/**
 * Brings all of `files` in order. `bring` takes some, of which the first are `first`, and resolves when they are there; what it takes before it
 * returns decides how many follow. @throws the signal's reason when it is aborted.
 */
export async function handOver(
  files: readonly OwnFile[],
  bring: (some: readonly OwnFile[], first: boolean) => Promise<void>,
  { signal, onProgress, now = () => performance.now() }: { signal: AbortSignal; onProgress: (done: number) => void; now?: () => number },
): Promise<void> {
  let size = FIRST;
  for (let done = 0; done < files.length; ) {
    const some = files.slice(done, done + size);
    const began = now();
    const there = bring(some, done === 0);
    const took = now() - began;
    if (took < QUICK.least) size = Math.min(2 * size, MOST);
    else if (took > QUICK.most) size = Math.max(1, Math.floor(size / 2));
    await there;
    signal.throwIfAborted();
    onProgress((done += some.length));
  }
}
