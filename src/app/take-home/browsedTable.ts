// The digits that are looked through as a table: which, what they are, what they are read as. Pure.
import type { BrowseItem } from '../../engine/protocol.ts';
import type { PictureTable } from '../../viz/index.ts';

type Item = Omit<BrowseItem, 'predicted'> & { predicted: number | null };

export function browsedTable(items: readonly Item[], names: readonly string[]): PictureTable {
  const nameOf = (label: number | null) => (label === null ? null : (names[label] ?? String(label)));
  return {
    columns: ['digit', 'class', 'read as', 'split'],
    rows: () => items.map(({ index, label, predicted, split }) => [index, nameOf(label), nameOf(predicted), split]),
  };
}
