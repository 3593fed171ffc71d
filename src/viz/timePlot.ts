// What plots over iterations share: scales, ticks, which moment a place shows, entries condensed to lines. Pure.
import { scaleLinear, scaleLog, type ScaleLinear, type ScaleLogarithmic } from 'd3';
import { formatTick } from './format.ts';
import type { Frame } from './CurveAxes.tsx';

export type ValueScale = 'linear' | 'log';

/** The same left edge for all of them, so that one cursor runs through plots that stand above each other. */
export const TIME_MARGIN = { left: 52, right: 12, top: 20, bottom: 34 };

/** No more powers of ten than these: what is smaller lies on the axis. */
const DECADES = 8;

export interface ValueAxis {
  scale: ScaleLinear<number, number> | ScaleLogarithmic<number, number>;
  ticks: number[];
}

export function timeFrame(width: number, height: number): Frame {
  const { left, right, top, bottom } = TIME_MARGIN;
  return { left, right: Math.max(left + 40, width - right), top, bottom: height - bottom };
}

/** An axis that holds all finite values: from zero or below on, or for `log` from the least positive one. */
export function valueAxis(values: Iterable<number>, kind: ValueScale, { top, bottom }: Frame): ValueAxis {
  let [low, high, least] = [0, 0, Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
    if (value > 0) least = Math.min(least, value);
  }
  if (kind === 'log' && high > 0) {
    const last = Math.ceil(Math.log10(high) - 1e-9);
    const first = Math.max(Math.min(Math.floor(Math.log10(least) + 1e-9), last - 1), last - DECADES);
    const step = Math.ceil((last - first) / 5);
    const scale = scaleLog([10 ** first, 10 ** last], [bottom, top]).clamp(true);
    return { scale, ticks: Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, k) => 10 ** (first + k * step)) };
  }
  const scale = scaleLinear([low, high > low ? high : low + 1], [bottom, top]).nice(4);
  return { scale, ticks: scale.ticks(4) };
}

/** `1000` and `0.01`, beyond those powers `1e5`. */
export const tickText = formatTick;

/** Index of the place's nearest moment among those that are known; moments ascend. −1 where none is known. */
export function nearestKnown(moments: readonly number[], known: (at: number) => boolean, iteration: number): number {
  let best = -1;
  for (let at = 0; at < moments.length; at++) {
    if (!known(at)) continue;
    if (best < 0 || Math.abs(moments[at] - iteration) < Math.abs(moments[best] - iteration)) best = at;
    else if (moments[at] > iteration) break;
  }
  return best;
}

/** Lines [lines, columns] in at most `most` of them, each the entry of largest magnitude of its neighbours; what is not a number counts as nothing. */
export function condense(values: ArrayLike<number>, lines: number, columns: number, most: number): { values: Float32Array; lines: number } {
  if (lines <= most) return { values: Float32Array.from(values), lines };
  const out = new Float32Array(most * columns).fill(NaN);
  for (let line = 0; line < lines; line++) {
    const to = Math.floor((line * most) / lines);
    for (let column = 0; column < columns; column++) {
      const [value, there] = [values[line * columns + column], out[to * columns + column]];
      if (!Number.isNaN(value) && (Number.isNaN(there) || Math.abs(value) > Math.abs(there))) out[to * columns + column] = value;
    }
  }
  return { values: out, lines: most };
}

export interface HeatGroup {
  top: number;
  /** Where its cells begin, and how high one is. */
  cells: number;
  cell: number;
  lines: number;
}

const HEADER = 16;
const GAP = 6;

/** Groups of lines under each other: cells as high as there is room for, a line alone never thin. */
export function heatLayout(lines: readonly number[], room: number): { groups: HeatGroup[]; height: number } {
  const total = lines.reduce((sum, count) => sum + count, 0);
  const cell = Math.max(1, Math.min(12, Math.floor(room / Math.max(1, total))));
  const groups: HeatGroup[] = [];
  let top = 0;
  for (const count of lines) {
    const own = count <= 2 ? Math.max(10, cell) : cell;
    groups.push({ top, cells: top + HEADER, cell: own, lines: count });
    top += HEADER + own * count + GAP;
  }
  return { groups, height: top - (lines.length > 0 ? GAP : 0) };
}

/** The group and the line in it at a height; null beside the cells. */
export function heatHit(groups: readonly HeatGroup[], y: number): { group: number; line: number } | null {
  const group = groups.findIndex(({ cells, cell, lines }) => y >= cells && y < cells + cell * lines);
  return group < 0 ? null : { group, line: Math.floor((y - groups[group].cells) / groups[group].cell) };
}
