// A figure of a wrong result is worth nothing: what is measured is first held against the float64 reference. Knows no method.
import { jacobian } from '../src/engine/index.ts';
import type { Floats } from '../src/engine/jacobian/jacobian.ts';
import { relativeError } from '../src/engine/testing/relativeError.ts';
import type { Case } from './cases.ts';

/** As for every float32 result in the tests. */
const TOLERANCE = 1e-5;
const ROWS = 12;

/** Rows spread over `start … start + count − 1` in strides that meet every channel. */
export function spreadRows(start: number, count: number): number[] {
  const stride = Math.max(1, Math.floor(count / ROWS) - 1);
  return Array.from({ length: Math.min(ROWS, count) }, (_, k) => start + k * stride);
}

const reference = new Map<string, Promise<Floats>>();

function referenceRow({ title, problem, of }: Case, row: number): Promise<Floats> {
  const key = `${title} ${row}`;
  let values = reference.get(key);
  if (!values) {
    values = jacobian(problem.network, problem.images, { of, device: null, rows: { start: row, count: 1 } }).then((J) => J.row(0));
    reference.set(key, values);
  }
  return values;
}

/** @throws when the rows that `read` gives are further than 1e-5 from the float64 reference. */
export async function checkRows(what: Case, name: string, rows: readonly number[], read: (row: number) => Promise<ArrayLike<number>>): Promise<void> {
  const truth: number[] = [];
  const got: number[] = [];
  for (const row of rows) {
    truth.push(...(await referenceRow(what, row)));
    got.push(...Array.from(await read(row)));
  }
  if (!truth.some((value) => value !== 0)) throw new Error(`${what.title}: all rows that were to be checked are zero; choose others`);
  const error = relativeError(got, truth);
  if (!(error <= TOLERANCE)) throw new Error(`${what.title}, ${name}: off by ${error}; a wrong result is not measured`);
}
