// Units of an explored layer: which one to show first, and whether a wished one exists.
import type { Exploration, Unit } from '../../engine/protocol.ts';

/** The unit of row `index`. */
export function unitAt(index: number, [, width, channels]: readonly [number, number, number]): Unit {
  return { i: Math.floor(index / (width * channels)), j: Math.floor(index / channels) % width, c: index % channels };
}

/** The unit whose row is longest: it is on, and has much to show. */
function strongestUnit({ rowNorms, layer }: Exploration): Unit {
  let best = 0;
  for (let index = 1; index < rowNorms.length; index++) if (rowNorms[index] > rowNorms[best]) best = index;
  return unitAt(best, layer.shape);
}

/** `wished` where this layer has it, else the strongest. */
export function fitUnit(wished: Unit | null, exploration: Exploration): Unit {
  const [height, width, channels] = exploration.layer.shape;
  const fits = wished && wished.i < height && wished.j < width && wished.c < channels;
  return fits ? wished : strongestUnit(exploration);
}

/** `Map 3, row 10, column 4`, or `Unit 7` of a vector. */
export function unitInWords({ i, j, c }: Unit, { vector }: Exploration['layer']): string {
  return vector ? `Unit ${c}` : `Map ${c}, row ${i}, column ${j}`;
}
