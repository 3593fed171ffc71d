// Tables as CSV: RFC 4180, the first line names the columns, numbers as short as they can be without losing anything. Pure.
import type { PictureTable, TableCell } from '../../viz/index.ts';

/** The fewest digits that give the same number again: the same float32 where it is one, as nearly all numbers here are. */
export function shortest(value: number): string {
  if (!Number.isFinite(value) || Math.fround(value) !== value) return String(value);
  for (let digits = 1; digits < 9; digits++) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return String(text);
  }
  return String(Number(value.toPrecision(9)));
}

function field(cell: TableCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Object.is(cell, -0) ? '-0' : shortest(cell);
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

export function csvOf({ columns, rows }: PictureTable): string {
  const lines = [columns.map(field).join(',')];
  for (const row of rows()) lines.push(row.map(field).join(','));
  return `${lines.join('\r\n')}\r\n`;
}
