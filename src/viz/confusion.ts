// Where names, sums and figures of a confusion matrix have room around and in its cells, and what stands out in it. Pure.

export interface ConfusionLayout {
  /** Kept free around the cells, CSS pixels. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Size of the figures in the cells; 0 where none fit. */
  readonly text: number;
  /** Every so manieth class is named. */
  readonly step: number;
  /** Names above the columns, and the sums below them, stand upright. */
  readonly upright: { readonly names: boolean; readonly sums: boolean };
}

/** Width of a figure in units of its size, with air between two texts. */
const FIGURE = 0.62;
const LABEL = 10;
const AIR = 6;
/** Below this a figure cannot be read. */
const LEAST_TEXT = 8;
/** Room for the words of the axes, and for the strokes that lead to the chosen cell. */
const AXIS = 16;
const TRUE = 27;
export const STROKE = 7;
const LARGEST_CELL = 40;
/** Longer names are cut. */
const LONGEST = 9;

export function shortName(name: string): string {
  return name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;
}

const widthOf = (letters: number): number => letters * LABEL * FIGURE + AIR;
const longest = (texts: readonly string[]): number => Math.max(1, ...texts.map((text) => text.length));

/** For a width to fill; `sums` are of rows and columns, `counts` of the cells. */
export function layoutConfusion(width: number, names: readonly string[], sums: readonly number[], counts: ArrayLike<number>): ConfusionLayout {
  const nameWidth = widthOf(longest(names.map(shortName)));
  const sumWidth = widthOf(longest(sums.map(String)));
  const [left, right] = [Math.max(nameWidth, TRUE) + STROKE, sumWidth + STROKE];
  const cell = Math.min(LARGEST_CELL, Math.max(1, width - left - right - 2) / names.length);
  const step = Math.max(1, Math.ceil(LABEL / cell));
  const upright = { names: nameWidth > cell * step, sums: sumWidth > cell * step };
  const fits = Math.floor((cell - 4) / (longest(Array.from(counts, String)) * FIGURE));
  return {
    left, right,
    top: AXIS + STROKE + (upright.names ? nameWidth : LABEL + AIR),
    bottom: STROKE + (upright.sums ? sumWidth : LABEL + AIR),
    text: fits < LEAST_TEXT ? 0 : Math.min(13, fits),
    step, upright,
  };
}

/** How often each class is there, and how often it is answered. */
export function sumsOf(counts: ArrayLike<number>, classes: number): { rows: number[]; columns: number[] } {
  const rows = Array<number>(classes).fill(0);
  const columns = Array<number>(classes).fill(0);
  for (let k = 0; k < classes * classes; k++) {
    rows[Math.floor(k / classes)] += counts[k];
    columns[k % classes] += counts[k];
  }
  return { rows, columns };
}

/** Cells off the diagonal with the most images, largest first; none that is empty. */
export function mostMistaken(counts: ArrayLike<number>, classes: number, most: number): { label: number; predicted: number; count: number }[] {
  return Array.from(counts, (count, k) => ({ label: Math.floor(k / classes), predicted: k % classes, count }))
    .filter(({ label, predicted, count }) => label !== predicted && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, most);
}

/** Numbers beside a square-root scale from 0 to `largest` on a bar so wide: 0, the largest, and round ones that have room between. */
export function rootTicks(largest: number, width: number): number[] {
  if (!(largest > 0)) return [0];
  const at = (value: number): number => width * Math.sqrt(value / largest);
  const round = [1, 2, 5].flatMap((digit) => [0, 1, 2, 3, 4, 5].map((power) => digit * 10 ** power)).sort((a, b) => a - b);
  const room = (value: number): number => widthOf(String(value).length);
  const ticks = [0];
  for (const value of round) {
    if (value >= largest || at(value) - at(ticks[ticks.length - 1]) < room(value) || width - at(value) < room(largest) + room(value) / 2) continue;
    ticks.push(value);
  }
  return [...ticks, largest];
}
