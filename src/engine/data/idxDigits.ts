// Digits from IDX files: images and labels found by what is in them, put together in pairs. Knows no names of files but to tell them.
import { classesOf } from './classes.ts';
import { checkSize, checkVolume, type DigitSet, type LeftOut } from './digitSet.ts';
import type { Idx } from './idx.ts';

export interface IdxFile {
  readonly name: string;
  readonly idx: Idx;
}

interface Pair {
  readonly images: IdxFile;
  readonly labels: IdxFile;
}

/** One pair or several of the same size, one after another, the largest first. @throws when there is none that can be used. */
export function idxDigits(files: readonly IdxFile[]): DigitSet {
  const { pairs, leftOut } = pairsOf(files);
  const [N, H, W] = pairs[0].images.idx.shape;
  checkSize(H, W);
  const fitting = pairs.filter(({ images: { idx } }) => idx.shape[1] === H && idx.shape[2] === W);
  const others = pairs.filter((pair) => !fitting.includes(pair)).flatMap(({ images, labels }) => [images, labels]);
  const count = fitting.reduce((sum, { images }) => sum + images.idx.shape[0], 0);
  checkVolume(count, H, W);
  const { names, labels, alone } = classesOf(fitting.flatMap((pair) => Array.from(pair.labels.idx.data, String)));
  const set = count === N ? fitting[0].images.idx.data : joined(fitting.map(({ images }) => images.idx.data));
  return {
    digits: withoutThose(set, labels, { height: H, width: W, names }),
    leftOut: [
      ...leftOut,
      ...others.map(({ name }) => ({ name, reason: `of another size than ${pairs[0].images.name}, which is ${H} × ${W}` })),
      ...alone.map((label) => ({ name: `label ${label}`, reason: 'one image only: a class needs two, one to train on and one to validate on' })),
    ],
    notes: fitting.length > 1 ? [`${fitting.length} pairs of files were put one after another: ${fitting.map(({ images }) => images.name).join(', ')}.`] : [],
  };
}

/** Images and labels of the same count belong together. */
function pairsOf(files: readonly IdxFile[]): { pairs: Pair[]; leftOut: LeftOut[] } {
  const ofDimensions = (count: number) => files.filter(({ idx }) => idx.shape.length === count && idx.shape[0] > 0);
  const [labels, images] = [ofDimensions(1), ofDimensions(3)];
  const partners = (file: IdxFile, others: readonly IdxFile[]) => others.filter(({ idx }) => idx.shape[0] === file.idx.shape[0]);
  const pairs = images
    .filter((file) => partners(file, labels).length === 1 && partners(file, images).length === 1)
    .map((file): Pair => ({ images: file, labels: partners(file, labels)[0] }))
    .sort((a, b) => b.images.idx.shape[0] - a.images.idx.shape[0]);
  const used = new Set(pairs.flatMap((pair) => [pair.images, pair.labels]));
  const leftOut = files.filter((file) => !used.has(file)).map((file) => ({ name: file.name, reason: whyUnpaired(file, images, labels) }));
  if (pairs.length === 0) throw new Error(`IDX files: no pair of images and labels (${leftOut.map(({ name, reason }) => `${name}: ${reason}`).join('; ')}); give both files of a set`);
  return { pairs, leftOut };
}

function whyUnpaired({ idx }: IdxFile, images: readonly IdxFile[], labels: readonly IdxFile[]): string {
  const [count] = idx.shape;
  if (count === 0) return 'nothing is in it';
  if (idx.shape.length !== 1 && idx.shape.length !== 3) return `${idx.shape.length} dimensions; images have 3 (count, height, width), labels 1`;
  const [mine, others, wanted] = idx.shape.length === 3 ? [images, labels, 'labels'] : [labels, images, 'images'];
  const same = ({ idx: other }: IdxFile) => other.shape[0] === count;
  if (!others.some(same)) return `${count} ${wanted === 'labels' ? 'images' : 'labels'} without a file of as many ${wanted}`;
  return `not the only file of ${count} ${mine === images || mine.length > 1 ? 'entries' : 'labels'}, so that it is not clear which belong together; give one pair alone`;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) all.set(part, (at += part.length) - part.length);
  return all;
}

/** Images whose label is −1 are left out. */
function withoutThose(images: Uint8Array, labels: Int16Array, { height, width, names }: { height: number; width: number; names: readonly string[] }): DigitSet['digits'] {
  const kept = labels.filter((label) => label >= 0);
  const facts = { count: kept.length, height, width, classes: names.length, labels: Uint8Array.from(kept), names };
  if (kept.length === labels.length) return { ...facts, images };
  const size = height * width;
  const fewer = new Uint8Array(kept.length * size);
  let n = 0;
  labels.forEach((label, index) => label >= 0 && fewer.set(images.subarray(index * size, (index + 1) * size), n++ * size));
  return { ...facts, images: fewer };
}
