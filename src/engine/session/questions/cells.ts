// The cells of a picture of a part of the matrix, filled from compact rows. Looks only at stored entries that fall into the part.
import { EngineFault } from '../../engineError.ts';
import { eachRun } from '../../jacobian/runs.ts';
import type { Block } from '../../jacobian/blocks.ts';
import type { Floats } from '../../index.ts';
import type { MatrixRequest } from '../../protocol.ts';

interface Part {
  readonly first: number;
  readonly count: number;
}

export class Cells {
  /** The cell of every row, −1 outside the part; and the least range of rows that holds all that are inside. */
  readonly rowCells: Int32Array;
  readonly span: Part;
  readonly #columnCells: Int32Array;
  readonly #values: Float32Array | Float64Array;
  /** By block: false where no column of it is in the part. */
  #touched: readonly boolean[] | null = null;

  constructor(
    private readonly request: MatrixRequest,
    rowPlaces: Int32Array,
    columnPlaces: Int32Array,
  ) {
    const { rows, columns, height, width, measure } = request;
    this.rowCells = cellsOf(rowPlaces, rows, height, 'rows');
    this.#columnCells = cellsOf(columnPlaces, columns, width, 'columns');
    this.span = spanOf(this.rowCells);
    // Sums of many numbers are taken in float64.
    this.#values = measure === 'mean' ? new Float64Array(height * width) : new Float32Array(height * width);
  }

  /** A row of the part: its compact numbers begin at `base`; r is its number among all images' rows. */
  add(row: number, blocks: readonly Block[], r: number, values: Floats, base: number): void {
    this.#touched ??= blocks.map(({ start, size }) => this.#columnCells.subarray(start, start + size).some((cell) => cell >= 0));
    const line = this.rowCells[row] * this.request.width;
    for (let b = 0; b < blocks.length; b++) if (this.#touched[b]) this.#addBlock(blocks[b], line, r, values, base + blocks[b].offset);
  }

  #addBlock(block: Block, line: number, r: number, values: Floats, base: number): void {
    const { columnOrder, columns, measure } = this.request;
    const [cells, into] = [this.#columnCells, this.#values];
    // As stored, the part is a range of columns; else every one has to be looked at.
    const [low, high] = columnOrder === 'layer' ? [columns.first - block.start, columns.first + columns.count - block.start] : [0, block.size];
    eachRun(block, r, (at, column, step, count) => {
      const from = Math.max(0, Math.ceil((low - column) / step));
      const to = Math.min(count, Math.ceil((high - column) / step));
      for (let k = from; k < to; k++) {
        const value = values[base + at + k];
        if (value === 0) continue;
        const x = cells[block.start + column + k * step];
        if (x < 0) continue;
        if (measure === 'mean') into[line + x] += value;
        else if (Math.abs(value) > Math.abs(into[line + x])) into[line + x] = value;
      }
    });
  }

  /** [height, width] row-major. A mean is over all entries of a cell, those that are always zero too. */
  values(): Float32Array {
    const { rows, columns, height, width, measure } = this.request;
    if (measure === 'largest') return this.#values as Float32Array;
    const [high, wide] = [sizesOf(rows.count, height), sizesOf(columns.count, width)];
    return Float32Array.from(this.#values, (sum, cell) => sum / (high[Math.floor(cell / width)] * wide[cell % width]));
  }
}

/** The cell of every place's row or column, −1 outside the part. Cell y begins at ⌊y·count/cells⌋. @throws when the part is not inside. */
function cellsOf(places: Int32Array, { first, count }: Part, cells: number, what: 'rows' | 'columns'): Int32Array {
  const whole = [first, count, cells].every(Number.isInteger);
  if (!whole || first < 0 || count < 1 || first + count > places.length) throw new EngineFault('matrix', `${what}: ${first} to ${first + count - 1} are not all in the matrix; choose 0 to ${places.length - 1}`);
  if (cells < 1 || cells > count) throw new EngineFault('matrix', `cells: ${cells} for ${count} ${what}; ask for 1 to ${count}`);
  return places.map((place) => (place < first || place >= first + count ? -1 : Math.ceil(((place - first + 1) * cells) / count) - 1));
}

function spanOf(rowCells: Int32Array): Part {
  const first = rowCells.findIndex((cell) => cell >= 0);
  return { first, count: rowCells.findLastIndex((cell) => cell >= 0) - first + 1 };
}

/** How many rows or columns each cell holds. */
function sizesOf(count: number, cells: number): number[] {
  return Array.from({ length: cells }, (_, y) => Math.floor(((y + 1) * count) / cells) - Math.floor((y * count) / cells));
}
