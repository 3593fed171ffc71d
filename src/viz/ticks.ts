// Which numbers stand at a legend. Pure.
import { scaleLinear } from 'd3';
import { formatTick } from './format.ts';
import type { Domain } from './scale.ts';

/** Width of a figure at the legend's text size, with air. */
const FIGURE = 6.2;

/** Texts closer than this to an end of the legend begin or end at their value instead of being centred on it. */
const EDGE = 10;
/** Least room between two texts. */
const APART = 4;

export function tickAnchor(x: number, width: number): 'start' | 'middle' | 'end' {
  return x < EDGE ? 'start' : x > width - EDGE ? 'end' : 'middle';
}

/** Where the text of a tick begins and ends. */
function extentOf(tick: number, x: number, width: number): [number, number] {
  const long = formatTick(tick).length * FIGURE;
  const left = { start: x, middle: x - long / 2, end: x - long }[tickAnchor(x, width)];
  return [left, left + long];
}

/** An end's text that is moved inwards may come too near to its neighbour. */
function withoutCrowdedEnds(ticks: number[], scale: (tick: number) => number, width: number): number[] {
  const extents = ticks.map((tick) => extentOf(tick, scale(tick), width));
  const crowded = (k: number): boolean => k > 0 && k < ticks.length && extents[k][0] - extents[k - 1][1] < APART;
  const last = ticks.length - 1;
  // Both ends of a scale centred on zero go together.
  const centred = ticks[0] === -ticks[last] && (crowded(1) || crowded(last));
  return ticks.filter((_, k) => !(k === 0 && (centred || crowded(1))) && !(k === last && (centred || crowded(last))));
}

/** Round values inside the domain, few enough for their texts to stand apart. */
export function legendTicks([low, high]: Domain, width: number): number[] {
  if (!(high > low)) return [low];
  const scale = scaleLinear([low, high], [0, width]);
  for (let count = 5; count > 1; count--) {
    const ticks = scale.ticks(count);
    const widest = Math.max(...ticks.map((tick) => formatTick(tick).length)) * FIGURE + 8;
    const step = ticks.length > 1 ? Math.abs(scale(ticks[1]) - scale(ticks[0])) : Infinity;
    if (step >= widest) return withoutCrowdedEnds(ticks, scale, width);
  }
  return low < 0 && high > 0 ? [0] : [low];
}
