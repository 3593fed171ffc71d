// A picture of a part of the matrix: every entry falls into one cell. Looks at stored entries only; all others are zero.
import { EngineFault } from '../../engineError.ts';
import type { MatrixRequest, MatrixTile } from '../../protocol.ts';
import { partsOf } from '../rows.ts';
import type { Desk } from './desk.ts';
import { columnPlaces, rowPlaces } from './order.ts';

const MOST_CELLS = 4e6;

interface Part {
  first: number;
  count: number;
}

export async function matrix({ explorationId, rowOrder, columnOrder, measure, rows, columns, height, width }: MatrixRequest, desk: Desk): Promise<MatrixTile> {
  const { exploration, rows: source } = desk.explored(explorationId).parts;
  if (height * width > MOST_CELLS) throw new EngineFault('matrix', `cells: ${height} × ${width} are too many for one picture; ask for at most ${MOST_CELLS}`);
  const rowCells = cellsOf(rowPlaces(exploration.layer.shape, rowOrder), rows, height, 'rows');
  const columnCells = cellsOf(columnPlaces(exploration.blocks, columnOrder), columns, width, 'columns');
  const values = new Float32Array(height * width);
  let [largest, stored] = [0, 0];
  for await (const { firstRow, rows: count, jacobian } of partsOf(source, desk.listening)) {
    for (const { parameter, start } of jacobian.blocks) {
      const block = await jacobian.compact(parameter);
      for (let r = 0; r < count; r++) {
        const y = rowCells[firstRow + r];
        const line = ((firstRow + r) % block.lines) * block.width;
        for (let k = 0; k < block.width; k++) {
          const column = block.columns[line + k];
          if (column < 0) continue;
          const value = block.values[r * block.width + k];
          const magnitude = Math.abs(value);
          stored++;
          if (magnitude > largest) largest = magnitude;
          const x = columnCells[start + column];
          if (y < 0 || x < 0) continue;
          const cell = y * width + x;
          if (measure === 'mean') values[cell] += value;
          else if (magnitude > Math.abs(values[cell])) values[cell] = value;
        }
      }
    }
  }
  if (measure === 'mean') divideByEntries(values, sizesOf(rows.count, height), sizesOf(columns.count, width));
  return { explorationId, values, height, width, largest, stored };
}

/** The cell of every place's row or column, −1 outside the part. Cell y begins at ⌊y·count/cells⌋. @throws when the part is not inside. */
function cellsOf(places: Int32Array, { first, count }: Part, cells: number, what: string): Int32Array {
  const whole = [first, count, cells].every(Number.isInteger);
  if (!whole || first < 0 || count < 1 || first + count > places.length) throw new EngineFault('matrix', `${what}: ${first} to ${first + count - 1} are not all in the matrix; choose 0 to ${places.length - 1}`);
  if (cells < 1 || cells > count) throw new EngineFault('matrix', `cells: ${cells} for ${count} ${what}; ask for 1 to ${count}`);
  return places.map((place) => (place < first || place >= first + count ? -1 : Math.ceil(((place - first + 1) * cells) / count) - 1));
}

/** How many rows or columns each cell holds. */
function sizesOf(count: number, cells: number): number[] {
  return Array.from({ length: cells }, (_, y) => Math.floor(((y + 1) * count) / cells) - Math.floor((y * count) / cells));
}

/** A mean is over all entries of a cell, those that are always zero too. */
function divideByEntries(sums: Float32Array, rows: readonly number[], columns: readonly number[]): void {
  rows.forEach((height, y) => columns.forEach((width, x) => (sums[y * columns.length + x] /= height * width)));
}
