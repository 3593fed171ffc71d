// Work on many items, a few at a time. Knows no items.

/** Results in the order of `items`. The first that fails, or an abort, rejects; what has begun is left to end. */
export async function inParallel<A, B>(items: readonly A[], lanes: number, work: (item: A) => Promise<B>, signal?: AbortSignal): Promise<B[]> {
  const results = new Array<B>(items.length);
  let next = 0;
  let failed = false;
  const lane = async (): Promise<void> => {
    while (next < items.length && !failed) {
      signal?.throwIfAborted();
      const at = next++;
      try {
        results[at] = await work(items[at]);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
  signal?.throwIfAborted();
  return results;
}
