// Which images a question over many of them is about: of a class, for validation, wrongly classified. Knows no Jacobian.
import { EngineFault } from '../../engineError.ts';
import type { ImageSet } from '../../protocol.ts';
import type { Predictions } from '../predictions.ts';
import type { Snapshot } from '../snapshots.ts';
import type { Desk } from './desk.ts';

/** Classified together. */
const CHUNK = 64;

/** Whether what the network is shown are digits with a class; else images of one's own. */
export function hasClasses({ input, data }: Snapshot): boolean {
  return input.count >= data.digits.count && input.picture(0).label !== null;
}

/** Candidates in the order of the data. */
function candidates(snapshot: Snapshot, set: ImageSet): number[] {
  const { input, data } = snapshot;
  if (!hasClasses(snapshot)) return Array.from({ length: input.count }, (_, k) => k);
  const { labels } = data.digits;
  const all = Array.from(labels, (_, index) => index);
  if (set.kind === 'class') return all.filter((index) => labels[index] === set.label && data.splitOf(index) === 'validation');
  return all.filter((index) => data.splitOf(index) === 'validation');
}

/** Of a sorted list `count` that are spread evenly over it. */
function spread(all: readonly number[], count: number): number[] {
  return count >= all.length ? [...all] : Array.from({ length: count }, (_, k) => all[Math.floor((k * all.length) / count)]);
}

/** At most `count` images of the set. `onProgress` hears how many have been classified, where that has to be known. @throws EngineFault when there are none, or when it is aborted. */
export async function imagesIn(set: ImageSet, count: number, snapshot: Snapshot, predictions: () => Predictions, { signal, onProgress }: Desk['listening']): Promise<number[]> {
  const all = candidates(snapshot, set);
  if (set.kind !== 'wrong' || !hasClasses(snapshot)) {
    if (all.length === 0) throw new EngineFault('images', `images: there are none in this set; choose another one`);
    return spread(all, count);
  }
  const found: number[] = [];
  for (let first = 0; first < all.length && found.length < count; first += CHUNK) {
    signal.throwIfAborted();
    const part = Int32Array.from(all.slice(first, first + CHUNK));
    const known = predictions();
    await known.ensure(part);
    for (const index of part) if (known.of(index) !== snapshot.data.digits.labels[index] && found.length < count) found.push(index);
    onProgress(first + part.length, 4 * all.length);
  }
  if (found.length === 0) throw new EngineFault('images', 'images: the network reads all of the validation images rightly; choose another set');
  return found;
}

/** The first of each class among the validation images, class by class; of images without classes the first ten times as many. */
export function someOfEach(snapshot: Snapshot, perClass: number): number[] {
  const { data, input } = snapshot;
  if (!hasClasses(snapshot)) return Array.from({ length: Math.min(input.count, 10 * perClass) }, (_, k) => k);
  return Array.from({ length: data.digits.classes }, (_, label) => candidates(snapshot, { kind: 'class', label }).slice(0, perClass)).flat();
}
