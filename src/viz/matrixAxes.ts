// The names along a side of the matrix: groups within groups, down to single rows or columns; at every zoom those that have room. Pure.

/** A division of all places into consecutive groups. */
export interface AxisLevel {
  readonly groups: number;
  /** First place of group k; of k = `groups`, the end of the last. */
  start(k: number): number;
  /** The group that holds a place. */
  find(place: number): number;
  /** The longest first; the first that fits is written. */
  names(k: number): readonly string[];
}

export interface MatrixAxis {
  /** What a place is: `unit`, `parameter`. */
  readonly what: string;
  /** From the coarsest to single places. */
  readonly levels: readonly AxisLevel[];
  /** Of one place, in full. */
  name(place: number): string;
}

/** A name over the places from `from` to `to` of which it speaks. */
export interface AxisLabel {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export function evenLevel(total: number, size: number, names: AxisLevel['names']): AxisLevel {
  return { groups: Math.ceil(total / size), start: (k) => Math.min(total, k * size), find: (place) => Math.floor(place / size), names };
}

/** `starts` are ascending, the first 0. */
export function listLevel(total: number, starts: readonly number[], names: AxisLevel['names']): AxisLevel {
  const find = (place: number): number => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (starts[middle] <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return { groups: starts.length, start: (k) => starts[k] ?? total, find, names };
}

/** Pixels that a text takes. */
export type Measure = (text: string) => number;

interface Stretch {
  readonly start: number;
  readonly size: number;
  readonly pixels: number;
}

/** Groups of a level in sight, and how many pixels one has on average. */
function inSight(level: AxisLevel, { start, size, pixels }: Stretch): { first: number; last: number; each: number } {
  const first = level.find(Math.max(0, Math.floor(start)));
  const last = level.find(Math.min(level.start(level.groups) - 1, Math.ceil(start + size) - 1));
  return { first, last, each: ((level.start(last + 1) - level.start(first)) / (last - first + 1) / size) * pixels };
}

const STEPS = [1, 2, 5];

/** 1, 2, 5, 10, 20 … so that `step` groups have room for `room` pixels. */
export function stepFor(each: number, room: number): number {
  for (let ten = 1; ; ten *= 10) for (const step of STEPS) if (step * ten * each >= room) return step * ten;
}

/** One name a line, of the deepest level whose groups are as high as a line; of coarser ones, every so many. */
export function linesAlong(axis: MatrixAxis, stretch: Stretch, line: number, room: number, measure: Measure): AxisLabel[] {
  const deep = axis.levels.findLastIndex((level) => inSight(level, stretch).each >= line);
  const level = axis.levels[Math.max(0, deep)];
  const { first, last, each } = inSight(level, stretch);
  const step = stepFor(each, line);
  const groups = everyNth(first, last, step);
  // All in one form, or they could not be read one after another.
  const forms = level.names(first).length;
  const form = Array.from({ length: forms }, (_, n) => n).find((n) => groups.every((k) => measure(level.names(k)[n]) <= room)) ?? forms - 1;
  return groups.map((k) => ({ from: level.start(k), to: level.start(k + 1), text: level.names(k)[form] }));
}

function everyNth(first: number, last: number, step: number): number[] {
  const groups: number[] = [];
  for (let k = Math.ceil(first / step) * step; k <= last; k += step) groups.push(k);
  return groups;
}

/** Names of a level side by side, each within what of its group is in sight; an empty text where none has room. */
export function bracketsAlong(level: AxisLevel, { start, size, pixels }: Stretch, measure: Measure): AxisLabel[] {
  const { first, last } = inSight(level, { start, size, pixels });
  return Array.from({ length: last - first + 1 }, (_, n) => {
    const [from, to] = [level.start(first + n), level.start(first + n + 1)];
    const room = ((Math.min(to, start + size) - Math.max(from, start)) / size) * pixels - 3;
    return { from, to, text: level.names(first + n).find((name) => measure(name) <= room) ?? '' };
  });
}

/** The deepest level below the coarsest of which every so many names have room side by side, at most one in eight; none where there is no such. */
export function namesAlong(axis: MatrixAxis, stretch: Stretch, measure: Measure): AxisLabel[] {
  for (const level of axis.levels.slice(1).toReversed()) {
    const { first, last, each } = inSight(level, stretch);
    if (each < 3) continue;
    const widest = Math.max(...[first, last].map((k) => measure(level.names(k).at(-1)!))) + 8;
    const step = stepFor(each, widest);
    if (step > 8) continue;
    const labels = everyNth(first, last, step).map((k) => ({ from: level.start(k), to: level.start(k + 1), text: level.names(k).at(-1)! }));
    // Groups need not be equally wide.
    return labels.filter(({ from, to, text }) => ((to - from) / stretch.size) * stretch.pixels * step >= measure(text) + 4);
  }
  return [];
}
