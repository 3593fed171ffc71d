// Statistics of a Jacobian that is never held whole: every part gives its share and is let go.
import { checkLength } from './checks.ts';
import type { Floats, GramRequest, JacobianOptions, JacobianStatistics, Maxima } from './jacobian.ts';
import type { JacobianStream } from './stream.ts';

/** What statistics are made of: R rows, P columns, all in float64. */
export interface Sums {
  readonly rows: number;
  readonly columns: number;
  readonly rowSquares: Float64Array;
  readonly rowMaxima: Maxima;
  readonly columnSquares: Float64Array;
  readonly columnSums: Float64Array;
  readonly columnMagnitudes: Float64Array;
  readonly columnMaxima: Maxima;
}

const noMaxima = (length: number): Maxima => ({ values: new Float64Array(length), where: new Int32Array(length).fill(-1) });

export function emptyStatistics(rows: number, columns: number): Sums {
  const zeros = (length: number) => new Float64Array(length);
  return {
    rows, columns, rowSquares: zeros(rows), rowMaxima: noMaxima(rows),
    columnSquares: zeros(columns), columnSums: zeros(columns), columnMagnitudes: zeros(columns), columnMaxima: noMaxima(columns),
  };
}

/** The first of equals stays. */
export function keepLarger({ values, where }: Maxima, at: number, value: number, place: number): void {
  if (Math.abs(value) > Math.abs(values[at])) [values[at], where[at]] = [value, place];
}

/** Takes `sums` over: norms take the place of squares. */
export function finished(sums: Sums): JacobianStatistics {
  const { rows, columns, rowMaxima, columnMaxima } = sums;
  const largest = { value: 0, row: -1, column: -1 };
  columnMaxima.values.forEach((value, column) => {
    if (Math.abs(value) > Math.abs(largest.value)) Object.assign(largest, { value, row: columnMaxima.where[column], column });
  });
  return {
    rows, columns, rowMaxima, columnMaxima, largest,
    rowNorms: rooted(sums.rowSquares),
    columnNorms: rooted(sums.columnSquares),
    columnMeans: sums.columnSums.map((sum) => sum / rows),
    columnMeanAbsolutes: sums.columnMagnitudes.map((sum) => sum / rows),
  };
}

/** In place: of millions of rows a copy takes longer than the roots. */
function rooted(squares: Float64Array): Float64Array {
  for (let k = 0; k < squares.length; k++) squares[k] = Math.sqrt(squares[k]);
  return squares;
}

/** All statistics in one pass over the parts, merged in float64. */
export async function statisticsOf(stream: JacobianStream): Promise<JacobianStatistics> {
  const sums = emptyStatistics(stream.rows, stream.columns);
  for await (const { firstRow, jacobian } of stream) await jacobian.addStatistics(sums, firstRow);
  return finished(sums);
}

/** u·J for a cotangent u[R], P numbers, in one pass. */
export async function vjpOf(stream: JacobianStream, u: Floats): Promise<Float64Array> {
  checkLength('cotangent u', u, stream.rows);
  const product = new Float64Array(stream.columns);
  for await (const { firstRow, rows, jacobian } of stream) {
    const part = await jacobian.vjp(u.subarray(firstRow, firstRow + rows));
    for (let p = 0; p < product.length; p++) product[p] += part[p];
  }
  return product;
}

/** J·v for a tangent v[P], R numbers, in one pass. */
export async function jvpOf(stream: JacobianStream, v: Floats): Promise<Float64Array> {
  checkLength('tangent v', v, stream.columns);
  const product = new Float64Array(stream.rows);
  for await (const { firstRow, jacobian } of stream) product.set(await jacobian.jvp(v), firstRow);
  return product;
}

/** A tile of J Jᵀ: rows firstRow … against rows firstColumn …, row-major. */
export interface GramTile {
  readonly firstRow: number;
  readonly firstColumn: number;
  readonly rows: number;
  readonly columns: number;
  readonly values: Floats;
}

/**
 * J Jᵀ, the tangent kernel between units, tile by tile: the tiles on and above its diagonal, from which symmetry gives the
 * rest. Two parts and one tile are held at a time, so the stream's parts should be small enough for a tile of theirs.
 */
export async function* gramTiles(stream: JacobianStream, onProgress?: JacobianOptions['onProgress']): AsyncGenerator<GramTile> {
  const began = performance.now();
  let part = 0;
  for await (const a of stream) {
    yield { firstRow: a.firstRow, firstColumn: a.firstRow, rows: a.rows, columns: a.rows, values: await a.jacobian.gram() };
    part += 1;
    for await (const b of stream.after(part)) {
      const values = await a.jacobian.gram({ other: b.jacobian });
      yield { firstRow: a.firstRow, firstColumn: b.firstRow, rows: a.rows, columns: b.rows, values };
    }
    const left = stream.rows - a.firstRow - a.rows;
    onProgress?.(stream.rows - left, stream.rows, ((performance.now() - began) / 1000) * (left ** 2 / (stream.rows ** 2 - left ** 2)));
  }
}

/** The chosen rows of either side of J Jᵀ: all where none are named. @throws when one is not the Jacobian's. */
export function gramRows({ other, rows, otherRows }: GramRequest, own: { readonly rows: number }): { rows: readonly number[]; otherRows: readonly number[] } {
  const all = (length: number) => Array.from({ length }, (_, r) => r);
  const mine = rows ?? all(own.rows);
  const theirs = otherRows ?? (other ? all(other.rows) : mine);
  for (const [chosen, length] of [[mine, own.rows], [theirs, (other ?? own).rows]] as const) {
    const wrong = chosen.find((r) => !Number.isInteger(r) || r < 0 || r >= length);
    if (wrong !== undefined) throw new Error(`row: ${wrong} is not one of the Jacobian's rows; choose 0 to ${length - 1}`);
  }
  return { rows: mine, otherRows: theirs };
}
