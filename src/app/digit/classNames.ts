// What the classes of the digits in use are called.
import type { Exploration } from '../../engine/protocol.ts';
import { usePage } from '../state/ExplorerContext.ts';

const none: readonly string[] = [];

/** By number. */
export function useClassNames(): readonly string[] {
  return usePage((state) => state.opened?.digits.names ?? none);
}

/** `Digit 12, a 3`; of other classes `Image 12, bee`; of an image of the visitor's own, its name. */
export function digitInWords({ index, label, name }: Pick<Exploration['digit'], 'index' | 'label' | 'name'>, names: readonly string[]): string {
  if (name !== null) return name;
  const called = label === null ? '' : (names[label] ?? String(label));
  return /^\d$/.test(called) ? `Digit ${index}, a ${called}` : `Image ${index}, ${called}`;
}
