// Holds a Jacobian that is there against other ways to the same numbers: the float64 reference, dense cotangents on the same
// device, and central finite differences of the float64 forward pass.
import type { Images, Network } from '../model/network.ts';
import { subscripts } from './checks.ts';
import { differences } from './differences.ts';
import type { Floats, Jacobian, JacobianOptions } from './jacobian.ts';

/**
 * The entry that differs most. Against rows, differences are divided by ‖row‖ of the other's; against finite differences by the
 * largest entry of all compared columns, or a millionth of the largest output where that is more, for below it rounding rules.
 */
export interface WorstEntry {
  readonly relativeError: number;
  /** Row and column of the Jacobian that was verified. */
  readonly row: number;
  readonly column: number;
  readonly engine: number;
  readonly other: number;
}

export interface Verification {
  readonly against: 'float64 reference' | 'dense cotangents' | 'finite differences';
  readonly worst: WorstEntry;
  /** Rows or columns that were compared, and entries of these columns passed over because a kink lies near the point. */
  readonly compared: number;
  readonly skipped: number;
}

export interface VerifyOptions {
  /** Rows to recompute; default: eight spread evenly. */
  readonly rows?: readonly number[];
  /** Columns to differentiate numerically; default: eight spread evenly. */
  readonly columns?: readonly number[];
}

type Recompute = (options: JacobianOptions) => Promise<Jacobian>;

const NOTHING: WorstEntry = { relativeError: 0, row: -1, column: -1, engine: 0, other: 0 };

/** `count` whole numbers spread over 0 … length − 1. */
function spreadOver(length: number, count: number): number[] {
  const step = Math.max(1, Math.floor(length / count));
  return Array.from({ length: Math.min(length, count) }, (_, k) => Math.min(length - 1, k * step + Math.floor(step / 2)));
}

function largest(values: Floats): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}

/** ‖row‖ */
function norm(row: Floats): number {
  let squares = 0;
  for (const value of row) squares += value * value;
  return Math.sqrt(squares);
}

/** The worst entry of `engine` against `other`, its difference divided by `scale` (as it is where that is zero). */
function worstOf(engine: ArrayLike<number>, other: ArrayLike<number>, scale: number, place: (k: number) => { row: number; column: number }): WorstEntry {
  let [at, gap] = [0, 0];
  for (let k = 0; k < engine.length && !Number.isNaN(gap); k++) {
    const here = Math.abs(engine[k] - other[k]);
    if (here > gap || Number.isNaN(here)) [at, gap] = [k, here];
  }
  return { relativeError: scale > 0 ? gap / scale : gap, ...place(at), engine: engine[at], other: other[at] };
}

const worse = (a: WorstEntry, b: WorstEntry) => (a.row < 0 || b.relativeError > a.relativeError || Number.isNaN(b.relativeError) ? b : a);

async function againstRows(against: Verification['against'], J: Jacobian, rows: readonly number[], firstRow: number, recompute: Recompute, options: JacobianOptions): Promise<Verification> {
  let worst = NOTHING;
  for (const row of rows) {
    const other = await recompute({ ...options, rows: { start: firstRow + row, count: 1 }, dense: false, onProgress: undefined });
    try {
      const truth = await other.row(0);
      worst = worse(worst, worstOf(await J.row(row), truth, norm(truth), (column) => ({ row, column })));
    } finally {
      other.dispose();
    }
  }
  return { against, worst, compared: rows.length, skipped: 0 };
}

/** Columns by central differences, without the entries that a kink spoils. */
async function againstDifferences(J: Jacobian, network: Network, images: Images, columns: readonly number[], firstRow: number, options: JacobianOptions): Promise<Verification> {
  let worst = NOTHING;
  let [skipped, scale] = [0, 0];
  for (const column of columns) {
    const block = J.blocks.find(({ start, size }) => column >= start && column < start + size)!;
    const { values, kinks, floor } = differences(network, images, options, block.parameter, column - block.start, [firstRow, J.rows]);
    const engine = await J.column(column);
    kinks.forEach((kink, r) => {
      if (kink) values[r] = engine[r];
      skipped += kink;
    });
    scale = Math.max(scale, floor, largest(values));
    worst = worse(worst, worstOf(engine, values, 1, (row) => ({ row, column })));
  }
  // Of all columns together: one that is zero but for rounding has no scale of its own.
  return { against: 'finite differences', worst: { ...worst, relativeError: scale > 0 ? worst.relativeError / scale : worst.relativeError }, compared: columns.length, skipped };
}

/** @throws when a row or column is not the Jacobian's. */
function chosen(noun: string, wanted: readonly number[] | undefined, length: number): readonly number[] {
  const list = wanted ?? spreadOver(length, 8);
  const wrong = list.find((each) => !Number.isInteger(each) || each < 0 || each >= length);
  if (wrong !== undefined) throw new Error(`${noun}: ${wrong} is not one of the Jacobian's; choose 0 to ${length - 1}`);
  return list;
}

/** `onDevice` recomputes where J was computed; null where that is the host. `reference` recomputes in float64. */
export async function verifyJacobian(
  J: Jacobian, network: Network, images: Images, options: JacobianOptions, reference: Recompute, onDevice: Recompute | null, what: VerifyOptions,
): Promise<Verification[]> {
  const firstRow = options.rows?.start ?? 0;
  const rows = chosen('row', what.rows, J.rows);
  const columns = chosen('column', what.columns, J.columns);
  const results = [await againstRows('float64 reference', J, rows, firstRow, reference, { ...options, method: 'structured' })];
  if (onDevice) results.push(await againstRows('dense cotangents', J, rows.slice(0, 4), firstRow, onDevice, { ...options, method: 'batched' }));
  results.push(await againstDifferences(J, network, images, columns, firstRow, options));
  return results;
}

/** Where an entry of a parameter is, for words: `conv1/kernel [2, 3, 0, 7]`. */
export function columnName(J: Jacobian, column: number): string {
  const block = J.blocks.find(({ start, size }) => column >= start && column < start + size);
  if (!block) throw new Error(`column: ${column} is not one of the Jacobian's; choose 0 to ${J.columns - 1}`);
  return `${block.parameter} [${subscripts(column - block.start, block.shape).join(', ')}]`;
}
