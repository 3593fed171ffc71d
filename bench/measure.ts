// Medians of repeated measurements.
import { DeviceClock } from './deviceClock.ts';

export interface Timing {
  readonly name: string;
  /** Milliseconds: least and median. */
  readonly least: number;
  readonly median: number;
  readonly runs: number;
  /** What the number stands for, where that is not plain from the name. */
  readonly note?: string;
  /** The same of what the device took of it by its own clock, where it has one. */
  readonly onDevice?: Pick<Timing, 'least' | 'median' | 'runs'>;
}

interface Options {
  /** Runs before those that count, at least: more of what takes no time, until the engine's own language has compiled what runs often. */
  readonly warm?: number;
  readonly note?: string;
  /** The device whose clock is asked too. */
  readonly device?: GPUDevice | null;
}

/** Short work is repeated for so long, so that its median is not that of one bad moment, but not more often than this. */
const SECONDS = 3;
const MOST = 100;
const WARM_SECONDS = 0.3;

/** Runs of which a device is asked how long they took. */
const TIMED = 25;

/** Runs `work` some times unmeasured, then measured one by one: `runs` times, or more often where that takes no time. Once is once. */
export async function measure(name: string, runs: number, work: () => Promise<void>, { warm = 3, note, device }: Options = {}): Promise<Timing> {
  const warmed = performance.now() + 1000 * WARM_SECONDS;
  for (let k = 0; k < warm || (warm > 1 && performance.now() < warmed); k++) await work();
  const times: number[] = [];
  const until = performance.now() + 1000 * SECONDS;
  while (times.length < runs || (runs > 1 && times.length < MOST && performance.now() < until)) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  const onDevice = device ? await measureOnDevice(Math.min(TIMED, times.length), work, device) : undefined;
  return { name, ...summary(times), note, onDevice };
}

/** Apart from what the caller waits, for asking takes time. */
async function measureOnDevice(runs: number, work: () => Promise<void>, device: GPUDevice): Promise<Timing['onDevice']> {
  const clock = DeviceClock.of(device);
  if (!clock) return undefined;
  const times: number[] = [];
  while (times.length < runs) times.push(await clock.time(work));
  clock.dispose();
  return summary(times);
}

function summary(times: number[]): Pick<Timing, 'least' | 'median' | 'runs'> {
  times.sort((a, b) => a - b);
  return { least: times[0], median: times[Math.floor(times.length / 2)], runs: times.length };
}
