// Latest wins: one request at a time, the newest waits, those between are dropped.

/** What a request resolves to when a newer one made its answer useless. */
export const superseded = Symbol('superseded');

/**
 * Wraps `work` so that only the newest call delivers. A call made while another runs waits for it; calls that were
 * overtaken, waiting or running, resolve to `superseded`. A rejection of an overtaken call is dropped too.
 */
export function latest<A extends readonly unknown[], T>(
  work: (...args: A) => Promise<T>,
): (...args: A) => Promise<T | typeof superseded> {
  let newest = 0;
  let running: Promise<unknown> = Promise.resolve();
  return async (...args) => {
    const ticket = ++newest;
    const before = running;
    let release = () => {};
    running = new Promise<void>((resolve) => (release = resolve));
    await before;
    try {
      if (ticket !== newest) return superseded;
      const answer = await work(...args);
      return ticket === newest ? answer : superseded;
    } catch (error) {
      if (ticket !== newest) return superseded;
      throw error;
    } finally {
      release();
    }
  };
}
