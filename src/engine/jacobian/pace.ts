// Between pieces of a computation: stops it when asked to, and says how far it is and how long it will take. Knows no device.
import type { JacobianOptions } from './jacobian.ts';

export interface Pace {
  /** @throws when it has been aborted. */
  stopIfAsked(): void;
  /** Tells that so many rows are done, as many seconds left as the others will take at this pace. */
  tell(done: number): void;
}

/** Of so many rows, the first `before` of which are not to be done; `clock` in milliseconds. */
export function paceOf({ signal, onProgress }: Pick<JacobianOptions, 'signal' | 'onProgress'>, rows: number, before = 0, clock: () => number = () => performance.now()): Pace {
  const began = clock();
  return {
    stopIfAsked: () => signal?.throwIfAborted(),
    tell: (done) => onProgress?.(done, rows, done > before ? (((clock() - began) / 1000) * (rows - done)) / (done - before) : undefined),
  };
}
