// Which numbers stand at a legend. Pure.
import { scaleLinear } from 'd3';
import { formatTick } from './format.ts';
import type { Domain } from './scale.ts';

/** Width of a figure at the legend's text size, with air. */
const FIGURE = 6.2;

/** Round values inside the domain, few enough for their texts to stand apart. */
export function legendTicks([low, high]: Domain, width: number): number[] {
  if (!(high > low)) return [low];
  const scale = scaleLinear([low, high], [0, width]);
  for (let count = 5; count > 1; count--) {
    const ticks = scale.ticks(count);
    const widest = Math.max(...ticks.map((tick) => formatTick(tick).length)) * FIGURE + 8;
    const step = ticks.length > 1 ? Math.abs(scale(ticks[1]) - scale(ticks[0])) : Infinity;
    if (step >= widest) return ticks;
  }
  return low < 0 && high > 0 ? [0] : [low];
}
