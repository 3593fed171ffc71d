// Names of classes to numbers from 0 up, in sorted order. Knows no images and no files.

export interface Classes {
  /** By number. */
  readonly names: readonly string[];
  /** The number of each label given; −1 where its class is left out. */
  readonly labels: Int16Array;
  /** Classes of one image alone, which are left out: it cannot both train and validate. */
  readonly alone: readonly string[];
}

const MOST = 255;

/** @throws when fewer than two classes are left, or more than 255. */
export function classesOf(labels: readonly string[]): Classes {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const names = sorted([...counts.keys()].filter((name) => counts.get(name)! > 1));
  if (names.length < 2) {
    const only = names.length === 1 ? `one class only, ${names[0]}` : 'none with two images or more';
    throw new Error(`classes: ${only}; give at least two, each with two images or more`);
  }
  if (names.length > MOST) throw new Error(`classes: ${names.length} are too many; give at most ${MOST}`);
  const numbers = new Map(names.map((name, k) => [name, k]));
  return { names, labels: Int16Array.from(labels, (label) => numbers.get(label) ?? -1), alone: sorted([...counts.keys()].filter((name) => counts.get(name) === 1)) };
}

/** By value where all are whole numbers, so that 10 follows 9; else by characters. */
function sorted(names: string[]): string[] {
  const whole = names.every((name) => /^\d+$/.test(name));
  return names.sort((a, b) => (whole && Number(a) !== Number(b) ? Number(a) - Number(b) : a < b ? -1 : 1));
}

/** The class of a file, as MATLAB's imageDatastore has it with the label source `foldernames`: the folder that it lies in. */
export function folderOf(path: string): string {
  return path.split('/').at(-2) ?? '';
}
