// Medians of repeated measurements in the page.

export interface Timing {
  readonly name: string;
  /** Milliseconds: least and median. */
  readonly least: number;
  readonly median: number;
  readonly runs: number;
  /** What the number stands for, where that is not plain from the name. */
  readonly note?: string;
}

/** Short work is repeated for so long, so that its median is not that of one bad moment, but not more often than this. */
const SECONDS = 3;
const MOST = 100;

/** Runs `work` `warm` times unmeasured, then measured one by one: `runs` times, or more often where that takes no time. Once is once. */
export async function measure(name: string, runs: number, work: () => Promise<void>, options: { warm?: number; note?: string } = {}): Promise<Timing> {
  for (let k = 0; k < (options.warm ?? 3); k++) await work();
  const times: number[] = [];
  const until = performance.now() + 1000 * SECONDS;
  while (times.length < runs || (runs > 1 && times.length < MOST && performance.now() < until)) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  return { name, least: times[0], median: times[Math.floor(times.length / 2)], runs: times.length, note: options.note };
}
