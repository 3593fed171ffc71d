// Arithmetic on directions of parameters and images. Pure.
import { ruleOf } from '../../layers/rules.ts';
import type { Change, Trace } from './trace.ts';

/** Every number of it, parameter after parameter. */
function* numbersOf({ parameters, data }: Change): Generator<number> {
  for (const values of parameters.values()) yield* values;
  if (data) yield* data;
}

export function lengthOf(change: Change): number {
  let squares = 0;
  for (const value of numbersOf(change)) squares += value * value;
  return Math.sqrt(squares);
}

/** How many of its numbers are not zero. */
export function movedBy(change: Change): number {
  let count = 0;
  for (const value of numbersOf(change)) if (value !== 0) count++;
  return count;
}

export function scaled({ parameters, data }: Change, by: number): Change {
  return { parameters: new Map([...parameters].map(([name, values]) => [name, values.map((value) => value * by)])), data: data && data.map((value) => value * by) };
}

/** What the parameters and images are after a step along a direction. */
export function stepped({ sites, values, data }: Trace, direction: Change, step: number): Change {
  const parameters = sites.flatMap(({ layer }) => ruleOf(layer).parameters(layer)).flatMap((parameter): [string, Float64Array][] => {
    const along = direction.parameters.get(parameter.name);
    return along ? [[parameter.name, values(parameter).map((value, k) => value + step * along[k])]] : [];
  });
  return { parameters: new Map(parameters), data: direction.data && data.map((value, k) => value + step * direction.data![k]) };
}
