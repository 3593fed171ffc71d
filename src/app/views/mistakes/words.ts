// What the view of mistakes says in words, and its cell as a link writes it. Pure.
import type { Mistakes } from '../../../engine/protocol.ts';
import { count, percent } from '../../ui/format.ts';

export interface MatrixCell {
  label: number;
  predicted: number;
}

/** `4,9`: of class 4, read as 9. Null for what is none of the matrix. */
export function parseCell(text: string | null, classes: number): MatrixCell | null {
  const found = /^(\d{1,3}),(\d{1,3})$/.exec(text ?? '');
  if (!found) return null;
  const [label, predicted] = [Number(found[1]), Number(found[2])];
  return label < classes && predicted < classes ? { label, predicted } : null;
}

export function cellText({ label, predicted }: MatrixCell): string {
  return `${label},${predicted}`;
}

/** Whose answers they are: `after iteration 12`. */
export function weightsInWords({ of, iteration }: Mistakes['weights']): string {
  switch (of) {
    case 'ready-made':
      return 'The run that ships with this page';
    case 'untrained':
      return 'The first weights, before any training,';
    case 'loaded':
      return 'Your own model';
    case 'run':
      return iteration === 0 ? 'Before its first iteration the network' : `After iteration ${count(iteration)} the network`;
  }
}

/** `The run … reads 8 170 of 9 500 validation images rightly: 86.0 %.` */
export function scoreInWords({ weights, right, images }: Mistakes): string {
  // Of a model that was trained elsewhere nobody here knows which digits it has seen.
  const which = weights.of === 'loaded' ? 'images' : 'validation images';
  return `${weightsInWords(weights)} reads ${count(right)} of ${count(images)} ${which} rightly: ${percent(images > 0 ? right / images : 0)}.`;
}

/** What the list beside the matrix shows. */
export function listInWords(cell: MatrixCell | null, names: readonly string[], listable: number): string {
  if (cell === null) return listable === 0 ? 'No image is read wrongly' : `All ${count(listable)} mistakes, the surest first`;
  const { label, predicted } = cell;
  if (listable === 0) return `No ${names[label]} is read as ${names[predicted]}`;
  const images = `${count(listable)} ${listable === 1 ? 'image' : 'images'}`;
  return label === predicted ? `${names[label]} read rightly: ${images}, the least sure first` : `${names[label]} read as ${names[predicted]}: ${images}, the surest first`;
}

/** For each class, the other one that it is most often read as; null where it is never read wrongly. */
export function takenFor({ counts, classes }: Pick<Mistakes, 'counts' | 'classes'>): ({ predicted: number; count: number } | null)[] {
  return Array.from({ length: classes }, (_, label) => {
    let most: { predicted: number; count: number } | null = null;
    for (let predicted = 0; predicted < classes; predicted++) {
      const times = counts[label * classes + predicted];
      if (predicted !== label && times > (most?.count ?? 0)) most = { predicted, count: times };
    }
    return most;
  });
}
