// One entry of the matrix, exact, in float32 as rows and columns are told.
import { EngineFault } from '../../engineError.ts';
import type { Floats } from '../../index.ts';
import type { Entry, EntryRequest } from '../../protocol.ts';
import type { Rows } from '../rows.ts';
import type { Desk } from './desk.ts';

/** Who points along a row asks for it again and again, and it may have to be computed. */
const lastRow = new WeakMap<Rows, { readonly row: number; readonly values: Floats }>();

export async function entry({ explorationId, row, column }: EntryRequest, desk: Desk): Promise<Entry> {
  const { exploration, rows } = desk.explored(explorationId).parts;
  const [H, W, C] = exploration.layer.shape;
  checkInside('row', row, H * W * C);
  checkInside('column', column, rows.columns);
  const last = lastRow.get(rows);
  const values = last?.row === row ? last.values : await rows.row(row);
  lastRow.set(rows, { row, values });
  return { explorationId, row, column, value: Math.fround(values[column]) };
}

function checkInside(what: string, index: number, count: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= count) throw new EngineFault('entry', `${what}: ${index} is not in the matrix; choose 0 to ${count - 1}`);
}
