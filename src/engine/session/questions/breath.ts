// Lets messages through while the worker computes by itself: without it no stop would be heard before the end. Knows no work.
import { paceOf } from '../../jacobian/pace.ts';
import type { Desk } from './desk.ts';

/** The worker is deaf for about so long at a time. */
const AT_A_TIME_MILLISECONDS = 40;

/** Told how much of `total` is done; waits for a moment when one is due. @throws when it has been stopped. */
export type Breath = (done: number) => Promise<void> | undefined;

export function breathOf({ signal, onProgress }: Partial<Desk['listening']>, total: number): Breath {
  const pace = paceOf({ signal, onProgress }, total);
  let last = performance.now();
  const pause = async () => {
    await new Promise((resolve) => setTimeout(resolve));
    pace.stopIfAsked();
    last = performance.now();
  };
  return (done) => {
    if (performance.now() - last < AT_A_TIME_MILLISECONDS) return undefined;
    pace.tell(done);
    return pause();
  };
}
