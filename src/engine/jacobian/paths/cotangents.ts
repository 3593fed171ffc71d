// What one unit owes to every cell of every layer below it: its derivatives, pulled down once. Works on the host's numbers.
import { volume } from '../../layers/window.ts';
import { IMAGES } from '../crossings.ts';
import { pullWhole } from './localRows.ts';
import type { Trace } from './trace.ts';

/** By site, [N, H, W, C] of its output, null where nothing arrives; `images`: on the images. */
export interface Cotangents {
  readonly at: readonly (Float64Array | null)[];
  readonly images: Float64Array | null;
}

/** Where a cotangent is asked for: sites that lead to the target are crossed, no others. */
export interface Wanted {
  readonly leads: readonly boolean[];
  readonly images: boolean;
}

/** ∂(unit r of the last site)/∂(cells of each site). */
export function cotangentsOf(trace: Trace, r: number, wanted: Wanted): Cotangents {
  const last = trace.sites.length - 1;
  const one = new Float64Array(trace.sites[last].images * volume(trace.sites[last].output));
  one[r] = 1;
  return pullFrom(trace, new Map([[last, one]]), wanted);
}

/** Cotangents put on some sites' outputs (or on the images), and what they make of all below. */
export function pullFrom(trace: Trace, put: ReadonlyMap<number, Float64Array>, { leads, images }: Wanted): Cotangents {
  const arrived = new Map<number, Float64Array>([...put].map(([at, cotangent]) => [at, cotangent.slice()]));
  for (let at = trace.sites.length - 1; at >= 0; at--) {
    const cotangent = arrived.get(at);
    if (!cotangent || !leads[at]) continue;
    trace.sites[at].from.forEach((input, slot) => {
      if (input === IMAGES ? !images : !leads[input]) return;
      const pulled = pullWhole(trace, at, slot, cotangent);
      const there = arrived.get(input);
      if (there) pulled.forEach((value, k) => (there[k] += value));
      else arrived.set(input, pulled);
    });
  }
  return { at: trace.sites.map((_, at) => arrived.get(at) ?? null), images: arrived.get(IMAGES) ?? null };
}
