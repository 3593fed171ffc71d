// Where a scale that moments share ends: a few that go far beyond all others would leave those without any colour. Pure.

/** A moment goes beyond when it is more than so many times as large as those that decide. */
const far = 3;

/** `largest`: magnitude of each moment, NaN where it is not known. At most a tenth of them, or one, is left out of the scale. */
export function scaleEnd(largest: readonly number[]): { end: number; beyond: number[] } {
  const sorted = largest.filter((value) => value > 0).sort((a, b) => b - a);
  if (sorted.length === 0) return { end: 0, beyond: [] };
  const deciding = sorted[Math.max(1, Math.floor(sorted.length / 10))] ?? sorted[0];
  if (!(sorted[0] > far * deciding)) return { end: sorted[0], beyond: [] };
  return { end: deciding, beyond: largest.flatMap((value, at) => (value > deciding ? [at] : [])) };
}

/** Of numbers [lines, moments], the largest magnitude at each moment. */
export function largestAt(values: ArrayLike<number>, moments: number): number[] {
  const largest = Array.from({ length: moments }, () => NaN);
  for (let k = 0; k < values.length; k++) {
    const size = Math.abs(values[k]);
    if (!Number.isNaN(size) && !(largest[k % moments] >= size)) largest[k % moments] = size;
  }
  return largest;
}

/** `iteration 0 goes`, `iterations 0, 1 and 2 go`; of many only how many. */
export function momentsInWords(iterations: readonly number[]): string {
  if (iterations.length === 1) return `iteration ${iterations[0]} goes`;
  if (iterations.length > 4) return `${iterations.length} moments from iteration ${iterations[0]} on go`;
  return `iterations ${iterations.slice(0, -1).join(', ')} and ${iterations.at(-1)} go`;
}
