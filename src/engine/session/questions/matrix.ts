// A picture of a part of the matrix: every entry falls into one cell. Looks at stored entries only; all others are zero.
import { EngineFault } from '../../engineError.ts';
import type { Floats } from '../../index.ts';
import type { CompactRows } from '../../jacobian/jacobian.ts';
import type { MatrixFacts, MatrixRequest, MatrixTile } from '../../protocol.ts';
import { partsOf, type Rows, RowsOnDemand } from '../rows.ts';
import { type Breath, breathOf } from './breath.ts';
import { Cells } from './cells.ts';
import type { Desk } from './desk.ts';
import { columnPlaces, rowPlaces } from './order.ts';
import { Tally } from './tally.ts';

const MOST_CELLS = 4e6;
/** Rows, between two looks at the clock. */
const BETWEEN_BREATHS = 64;

/** Of explorations that have been gone through once: later pictures need only their own rows. */
const known = new WeakMap<Rows, MatrixFacts>();

/** @throws when the part is not in the matrix, and when it is aborted. */
export async function matrix(request: MatrixRequest, desk: Desk): Promise<MatrixTile> {
  const { explorationId, rowOrder, columnOrder, height, width } = request;
  const { exploration, rows } = desk.explored(explorationId).parts;
  if (height * width > MOST_CELLS) throw new EngineFault('matrix', `cells: ${height} × ${width} are too many for one picture; ask for at most ${MOST_CELLS}`);
  const cells = new Cells(request, rowPlaces(exploration.layer.shape, rowOrder), columnPlaces(exploration.blocks, columnOrder));
  const tally = known.has(rows) ? null : new Tally(exploration.blocks);
  await fill(rows, cells, tally, desk);
  if (tally) known.set(rows, tally.facts());
  return { explorationId, values: cells.values(), height, width, whole: known.get(rows)! };
}

/** Goes through the rows of the part; through all rows where those are still to be counted. */
async function fill(rows: Rows, cells: Cells, tally: Tally | null, { listening }: Desk): Promise<void> {
  // What is computed part by part tells its own progress.
  const breath = breathOf(rows instanceof RowsOnDemand ? { signal: listening.signal } : listening, cells.rowCells.length);
  for await (const part of partsOf(rows, listening, tally ? undefined : cells.span)) {
    const { compactRows } = await part.jacobian.toHost();
    await eachRow(compactRows, breath, (index, r, values, base) => {
      const row = part.firstRow + index;
      tally?.add(row, compactRows.blocks, r, values, base);
      if (cells.rowCells[row] >= 0) cells.add(row, compactRows.blocks, r, values, base);
    });
  }
}

/** Index within these rows, number among all images' rows, and where the compact numbers begin. */
type VisitRow = (index: number, r: number, values: Floats, base: number) => void;

async function eachRow({ slabs, rowWidth, firstRow }: CompactRows, breath: Breath, visit: VisitRow): Promise<void> {
  for (const { first, count, values } of slabs)
    for (let k = 0; k < count; k++) {
      visit(first + k, firstRow + first + k, values, k * rowWidth);
      if (k % BETWEEN_BREATHS === 0) await breath(first + k);
    }
}
