// Cuts an order of images into batches. Knows neither images nor who shuffled them.

/**
 * The whole batches of an order, in that order; a last part batch is dropped, as MATLAB's trainNetwork does.
 * Throws when there is not one whole batch.
 */
export function batchesOf(order: Int32Array, batchSize: number): Int32Array[] {
  if (!Number.isInteger(batchSize) || batchSize < 1) throw new Error(`batch size: ${batchSize}; take a whole number of at least 1`);
  const count = Math.floor(order.length / batchSize);
  if (count === 0) {
    throw new Error(`batch size: ${batchSize}; with ${order.length} training images take at most ${order.length}, or train on more images`);
  }
  return Array.from({ length: count }, (_, b) => order.slice(b * batchSize, (b + 1) * batchSize));
}
