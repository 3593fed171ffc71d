// The largest and the smallest of many numbers, with their places. Pure.

/** Places of the `count` largest (or, for −1, smallest) of `values`, in that order; equals in the order of their places. */
export function ranked(values: ArrayLike<number>, count: number, direction: 1 | -1 = 1, wanted: (index: number) => boolean = () => true): number[] {
  const places = Array.from({ length: values.length }, (_, k) => k).filter(wanted);
  return places.sort((a, b) => direction * (values[b] - values[a]) || a - b).slice(0, count);
}

const steps = [1, 2, 5];

/** The largest of 1, 2, 5, 10, 20 … that is no larger; at least 1. */
export function roundDown(value: number): number {
  if (!(value >= 1)) return 1;
  const power = 10 ** Math.floor(Math.log10(value) + 1e-12);
  return power * steps.findLast((step) => step * power <= value * (1 + 1e-12))!;
}

/** How many images fit into a few seconds, when one image's Jacobian takes so many. */
export function affordable(seconds: number, patience = 4): number {
  // Summing takes about as long again as computing.
  return Math.min(1000, Math.max(10, roundDown(patience / (2 * seconds))));
}
