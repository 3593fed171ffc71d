// Which of few cotangent buffers each crossing reads and writes. Pure.
import type { Site } from '../layers/layer.ts';
import { ruleOf } from '../layers/rules.ts';
import type { Crossing } from './crossings.ts';

export interface Assigned {
  /** Where the cotangent arrives, and where it is spread to. */
  readonly arrives: number;
  readonly widened: number;
  /** For each pull: where it is pulled to, and where it is added to those that it joins (the same where there are none). */
  readonly pulls: readonly { readonly to: number; readonly joined: number; readonly first: boolean }[];
}

/** Numbers that are free, the lowest first; how many there are is how many have been taken at once. */
class Free {
  count = 0;
  private readonly returned: number[] = [];

  take(): number {
    return this.returned.shift() ?? this.count++;
  }

  give(number: number): void {
    this.returned.push(number);
    this.returned.sort((a, b) => a - b);
  }
}

/**
 * A layer that only rescales works in place, and so does one that passes its whole output on to its last input; every other
 * pull goes to a buffer that is free. In a chain two buffers take turns.
 */
export function assignRegisters(sites: readonly Site[], crossed: readonly Crossing[]): { assigned: readonly Assigned[]; count: number } {
  const free = new Free();
  const held = new Map<number, number>([[sites.length - 1, free.take()]]);
  const assigned = crossed.map(({ at, widen, pulls }): Assigned => {
    const arrives = held.get(at)!;
    const widened = widen ? free.take() : arrives;
    if (widen) free.give(arrives);
    const rule = ruleOf(sites[at].layer);
    let kept = false;
    const targets = pulls.map(({ input, joins }, k) => {
      const merged = rule.merges?.(sites[at]);
      const inPlace = merged ? rule.elementwise && k === pulls.length - 1 && !joins : rule.elementwise;
      const first = !held.has(input);
      if (!joins) {
        const to = inPlace ? widened : free.take();
        kept ||= inPlace;
        held.set(input, to);
        return { to, joined: to, first };
      }
      if (first) held.set(input, free.take());
      const to = inPlace || merged ? widened : free.take();
      if (to !== widened) free.give(to);
      return { to, joined: held.get(input)!, first };
    });
    if (!kept) free.give(widened);
    return { arrives, widened, pulls: targets };
  });
  return { assigned, count: free.count };
}
