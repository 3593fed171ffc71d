// Hears that a device is done when it is done.
import { tilesOf } from './tiles.ts';

/** A device is asked for no longer: of work that takes longer, what a browser lets pass is a small part. */
const MOST_MILLISECONDS = 5;

/**
 * Settles as `awaited` does, which waits for the device. A browser looks whether a device is done two milliseconds after it was last told anything. A GPU
 * may be done in a tenth of that, so it is asked again, after every answer: then the browser looks at once. Not a software adapter, whose work the asking would slow down, nor one in Node, where Dawn looks all the time.
 */
export async function soon<T>(device: GPUDevice, awaited: Promise<T>): Promise<T> {
  if (!tilesOf(device).asked) return awaited;
  let waiting = true;
  const settled = awaited.then(() => (waiting = false), () => (waiting = false));
  const until = performance.now() + MOST_MILLISECONDS;
  while (waiting && performance.now() < until) await Promise.race([settled, ask(device)]);
  return awaited;
}

/** One round trip. A device that is lost has nothing more to say. */
async function ask(device: GPUDevice): Promise<void> {
  device.pushErrorScope('validation');
  device.queue.onSubmittedWorkDone().catch(() => undefined);
  await device.popErrorScope().catch(() => undefined);
}
