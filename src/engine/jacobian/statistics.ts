// Statistics of a Jacobian that is never held whole: every part gives its share and is let go.
import { checkLength } from './checks.ts';
import type { Floats, Maxima } from './jacobian.ts';
import type { JacobianStream } from './stream.ts';

/** R rows, P columns. */
export interface JacobianStatistics {
  readonly rows: number;
  readonly columns: number;
  /** ‖J[r, :]‖, R numbers. */
  readonly rowNorms: Float64Array;
  /** ‖J[:, p]‖, mean of J[:, p] and of |J[:, p]| over the rows: P numbers each. */
  readonly columnNorms: Float64Array;
  readonly columnMeans: Float64Array;
  readonly columnMeanAbsolutes: Float64Array;
  /** The entry of largest magnitude in every column and row, with its sign, and where it is; −1 where all are zero. */
  readonly columnMaxima: Maxima;
  readonly rowMaxima: Maxima;
}

/** All statistics in one pass over the parts, merged in float64. */
export async function statisticsOf(stream: JacobianStream): Promise<JacobianStatistics> {
  const { rows, columns } = stream;
  const rowNorms = new Float64Array(rows);
  const [squares, sums, magnitudes] = [new Float64Array(columns), new Float64Array(columns), new Float64Array(columns)];
  const columnMaxima = { values: new Float64Array(columns), where: new Int32Array(columns).fill(-1) };
  const rowMaxima = { values: new Float64Array(rows), where: new Int32Array(rows).fill(-1) };
  for await (const { firstRow, rows: count, jacobian } of stream) {
    rowNorms.set(await jacobian.rowNorms(), firstRow);
    const norms = await jacobian.columnNorms();
    const { mean, meanAbsolute } = await jacobian.columnMeans();
    const largest = await jacobian.columnMaxima();
    const along = await jacobian.rowMaxima();
    rowMaxima.values.set(along.values, firstRow);
    rowMaxima.where.set(along.where, firstRow);
    for (let p = 0; p < columns; p++) {
      squares[p] += norms[p] ** 2;
      sums[p] += mean[p] * count;
      magnitudes[p] += meanAbsolute[p] * count;
      if (Math.abs(largest.values[p]) > Math.abs(columnMaxima.values[p])) {
        columnMaxima.values[p] = largest.values[p];
        columnMaxima.where[p] = firstRow + largest.where[p];
      }
    }
  }
  return {
    rows,
    columns,
    rowNorms,
    columnNorms: squares.map(Math.sqrt),
    columnMeans: sums.map((sum) => sum / rows),
    columnMeanAbsolutes: magnitudes.map((sum) => sum / rows),
    columnMaxima,
    rowMaxima,
  };
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
export async function* gramTiles(stream: JacobianStream): AsyncGenerator<GramTile> {
  for await (const a of stream)
    for await (const b of stream) {
      if (b.firstRow < a.firstRow) continue;
      const values = await a.jacobian.gram(b.jacobian);
      yield { firstRow: a.firstRow, firstColumn: b.firstRow, rows: a.rows, columns: b.rows, values };
    }
}
