// Decides which images train and which validate. Knows labels only, no pixels.
import { shuffle, stream } from './random.ts';

export interface SplitIndices {
  /** perClass · classes indices, ascending. */
  training: Int32Array;
  /** All the others, ascending. */
  validation: Int32Array;
}

/**
 * Takes `perClass` images of every class at random, by seed; the rest validates. The same seed gives the same split
 * everywhere, and a larger `perClass` keeps the images that a smaller one took. Throws when a class would have no
 * image left to validate with, or when a label is not a class.
 */
export function splitPerClass(labels: Uint8Array, classes: number, perClass: number, seed: number): SplitIndices {
  if (!Number.isInteger(perClass) || perClass < 1) throw new Error(`images per class: ${perClass}; take a whole number of at least 1`);
  const rng = stream(seed, 'split');
  const trains = new Uint8Array(labels.length);
  indicesByClass(labels, classes).forEach((indices, label) => {
    if (indices.length <= perClass) {
      const room = indices.length - 1;
      throw new Error(`images of class ${label}: ${indices.length}; take at most ${Math.max(room, 0)} of each class, so that one is left to validate`);
    }
    // The whole class is shuffled, not just its start, so that the next class draws the same numbers for any perClass.
    for (const index of shuffle(indices, rng).subarray(0, perClass)) trains[index] = 1;
  });
  const all = Int32Array.from(labels, (_, index) => index);
  return { training: all.filter((index) => trains[index] === 1), validation: all.filter((index) => trains[index] === 0) };
}

function indicesByClass(labels: Uint8Array, classes: number): Int32Array[] {
  const indices: number[][] = Array.from({ length: classes }, () => []);
  labels.forEach((label, index) => {
    if (label >= classes) throw new Error(`label: ${label} at image ${index}; with ${classes} classes labels go from 0 to ${classes - 1}`);
    indices[label].push(index);
  });
  return indices.map((list) => Int32Array.from(list));
}
