// A table of the page as columns and rows, for pictures that bring no numbers of their own. Cells may say their exact number in data-value.
import type { PictureTable, TableCell } from '../../viz/index.ts';

function textOf(cell: HTMLTableCellElement): TableCell {
  const exact = cell.dataset.value;
  if (exact !== undefined && exact !== '' && Number.isFinite(Number(exact))) return Number(exact);
  return (cell.textContent ?? '').replaceAll('\u2212', '-').replace(/\s+/g, ' ').trim();
}

/** A cell that is several columns wide is followed by empty ones. */
const cellsOf = (row: HTMLTableRowElement): TableCell[] => [...row.cells].flatMap((cell) => [textOf(cell), ...Array<null>(cell.colSpan - 1).fill(null)]);

/** Inside the picture, else between it and the next one of the same view. */
function tableBehind(figure: Element): HTMLTableElement | null {
  const own = figure.querySelector('table');
  const view = figure.closest('[data-view]');
  if (own || !view) return own;
  const parts = [...view.querySelectorAll<HTMLElement>('[data-viz], table')].filter((part) => figure.compareDocumentPosition(part) & Node.DOCUMENT_POSITION_FOLLOWING);
  return parts[0] instanceof HTMLTableElement ? parts[0] : null;
}

/** Null where a picture has none. */
export function tableOf(figure: Element | null): PictureTable | null {
  const table = figure && tableBehind(figure);
  if (!table || table.rows.length === 0) return null;
  const [head, ...rows] = table.rows;
  return { columns: cellsOf(head).map((cell) => String(cell ?? '')), rows: () => rows.map(cellsOf) };
}
