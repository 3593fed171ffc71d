// Files on their way to the worker: a few at a time, because a browser may take half a millisecond and more for each. Knows no worker.
import type { OwnFile } from '../../engine/protocol.ts';

/** Files in one message. */
const TOGETHER = 4;
/** Milliseconds after which the page answers before more are sent. */
const TURN = 15;

/**
 * Brings all of `files` in order. `bring` takes some, of which the first are `first`, and resolves when they are there. @throws the signal's
 * reason when it is aborted.
 */
export async function handOver(
  files: readonly OwnFile[],
  bring: (some: readonly OwnFile[], first: boolean) => Promise<void>,
  { signal, onProgress, now = () => performance.now() }: { signal: AbortSignal; onProgress: (done: number) => void; now?: () => number },
): Promise<void> {
  for (let done = 0; done < files.length; ) {
    const began = now();
    const there: Promise<void>[] = [];
    do {
      there.push(bring(files.slice(done, done + TOGETHER), done === 0));
      done = Math.min(done + TOGETHER, files.length);
    } while (done < files.length && now() - began < TURN);
    await Promise.all(there);
    signal.throwIfAborted();
    onProgress(done);
  }
}
