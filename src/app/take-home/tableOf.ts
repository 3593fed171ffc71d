// A table of the page as columns and rows, for pictures that bring no numbers of their own. Cells may say their exact number in data-value.
import type { PictureTable, TableCell } from '../../viz/index.ts';

function textOf(cell: HTMLTableCellElement): TableCell {
  const exact = cell.dataset.value;
  if (exact !== undefined && exact !== '' && Number.isFinite(Number(exact))) return Number(exact);
  return (cell.textContent ?? '').replaceAll('\u2212', '-').replace(/\s+/g, ' ').trim();
}

/** A cell that is several columns wide is followed by empty ones. */
const cellsOf = (row: HTMLTableRowElement): TableCell[] => [...row.cells].flatMap((cell) => [textOf(cell), ...Array<null>(cell.colSpan - 1).fill(null)]);

/** The first table inside; null where there is none. */
export function tableOf(element: Element | null): PictureTable | null {
  const table = element?.querySelector('table');
  if (!table || table.rows.length === 0) return null;
  const [head, ...rows] = table.rows;
  return { columns: cellsOf(head).map((cell) => String(cell ?? '')), rows: () => rows.map(cellsOf) };
}
