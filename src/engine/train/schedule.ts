// Which iterations a validation follows, and how many are still to come. Pure.

/** True when a validation falls due after `iteration` (from 1). The one at the end comes after the statistics are finished. */
export function validatesAfter(iteration: number, iterations: number, every: number): boolean {
  return iteration < iterations && iteration % every === 0;
}

/** Validations that fall due after `iteration`, the one at the end among them. */
export function validationsLeft(iteration: number, iterations: number, every: number): number {
  const within = Math.floor((iterations - 1) / every) - Math.floor(Math.min(iteration, iterations - 1) / every);
  return within + 1;
}
