// Sets of images as a view's choices write them, and in words. Pure.
import type { ImageSet } from '../../../engine/protocol.ts';

/** `validation`, `wrong`, `class-3`; null where it is none. */
export function parseSet(text: string | null, classes: number): ImageSet | null {
  if (text === 'validation' || text === 'wrong') return { kind: text };
  const label = Number(/^class-(\d+)$/.exec(text ?? '')?.[1] ?? NaN);
  return Number.isInteger(label) && label < classes ? { kind: 'class', label } : null;
}

export function setText(set: ImageSet): string {
  return set.kind === 'class' ? `class-${set.label}` : set.kind;
}

/** `the validation images of class 3`. */
export function setInWords(set: ImageSet, names: readonly string[]): string {
  if (set.kind === 'class') return `validation images of class ${names[set.label] ?? set.label}`;
  return set.kind === 'wrong' ? 'wrongly classified validation images' : 'validation images';
}

/** How many: a whole number from 1 to 100 000; else the default. */
export function parseCount(text: string | null, standard: number): number {
  const count = Number(text);
  return text !== null && Number.isInteger(count) && count >= 1 && count <= 1e5 ? count : standard;
}
