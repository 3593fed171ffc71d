// How much one thread makes, and into how many stripes long sums go: the one place where a software adapter and a GPU differ.

export interface Tiles {
  /** Output channels of one thread at most, in groups of four threads' own. */
  readonly channels: number;
  /** Sums that one thread carries at most. */
  readonly sums: number;
  /** A product with few columns is turned: threads side by side make rows, whose numbers lie apart. */
  readonly turns: boolean;
  /** Numbers that one thread adds up at most, where a sum has two stages. */
  readonly length: number;
  /** Threads that keep the adapter busy. */
  readonly threads: number;
}

/** Two cores want few loads for each product, in whatever order; a GPU wants many threads, and loads side by side. */
export const SOFTWARE_TILES: Tiles = { channels: 5, sums: 50, turns: true, length: 256, threads: 4_096 };
export const GPU_TILES: Tiles = { channels: 2, sums: 16, turns: false, length: 64, threads: 65_536 };

/** Groups of four channels for a thread: as few as possible made in vain, then as many as possible together. */
export function channelTile(channels: number, most: number): number {
  const groups = Math.ceil(channels / 4);
  let best = 1;
  for (let tile = 2; tile <= most; tile++) if (Math.ceil(groups / tile) * tile <= Math.ceil(groups / best) * best) best = tile;
  return best;
}

/** Positions for a thread: a line in equal parts, as nearly as possible. */
export function positionTile(line: number, most: number): number {
  return Math.ceil(line / Math.ceil(line / most));
}

/** Stripes of a sum over `depth`, of which `threadsEach` threads make one: none longer than `length`, and enough of them. */
export function stripesOf(depth: number, threadsEach: number, { length, threads }: Tiles): number {
  return Math.max(1, Math.min(Math.ceil(depth / 16), Math.max(Math.ceil(depth / length), Math.ceil(threads / threadsEach))));
}
