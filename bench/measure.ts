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

/** Runs `work` `warm` times unmeasured, then `runs` times measured one by one. */
export async function measure(name: string, runs: number, work: () => Promise<void>, options: { warm?: number; note?: string } = {}): Promise<Timing> {
  for (let k = 0; k < (options.warm ?? 3); k++) await work();
  const times: number[] = [];
  for (let k = 0; k < runs; k++) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  return { name, least: times[0], median: times[Math.floor(runs / 2)], runs, note: options.note };
}
