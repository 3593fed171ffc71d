// A figure of a wrong result is worth nothing: what is measured is first held against the float64 reference. Knows no method.
import { activations, jacobian } from '../src/engine/index.ts';
import type { Floats } from '../src/engine/jacobian/jacobian.ts';
import { slice } from '../src/engine/jacobian/stream.ts';
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
const outputs = new Map<string, Promise<number>>();

function remembered<T>(kept: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const made = kept.get(key) ?? make();
  kept.set(key, made);
  return made;
}

/** Outputs of one image: as many rows are its own. */
function rowsOfImage({ title, problem: { network, images }, of }: Case): Promise<number> {
  return remembered(outputs, title, async () => (await activations(network, slice(images, 0, 1), { of, device: null })).data.length);
}

/** Rows of one image do not depend on the others, so the reference passes only that one. */
function referenceRow(what: Case, row: number): Promise<Floats> {
  return remembered(reference, `${what.title} ${row}`, async () => {
    const perImage = await rowsOfImage(what);
    const image = slice(what.problem.images, Math.floor(row / perImage), 1);
    const J = await jacobian(what.problem.network, image, { of: what.of, device: null, rows: { start: row % perImage, count: 1 } });
    return J.row(0);
  });
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
