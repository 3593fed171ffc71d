// The singular values of a part of the Jacobian, piece by piece: its rows are reflected into a triangle, the triangle made bidiagonal,
// the values counted out. Where a piece is wider than tall that is done with its transpose. Knows no page.
import type { Breath } from '../breath.ts';
import { partsOf, type Rows } from '../../rows.ts';
import { bidiagonalOf, type Bidiagonal } from './bidiagonal.ts';
import { eachEntry, type Piece } from './pieces.ts';
import { singularValues } from './singularValues.ts';
import { Triangle } from './triangle.ts';

export interface Decomposed {
  readonly piece: Piece;
  /** min(rows, columns), falling. */
  readonly values: Float64Array;
  /** Of the piece, or of its transpose where it is wider than tall. */
  readonly bidiagonal: Bidiagonal;
  readonly wide: boolean;
}

/** The smaller and the larger side. */
const sidesOf = ({ rows, columns }: Piece): [number, number] => (rows < columns.length ? [rows, columns.length] : [columns.length, rows]);

/** Multiply-adds, by and large. */
export function costOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => {
    const [n, m] = sidesOf(piece);
    return sum + m * n * n + (4 / 3) * n ** 3;
  }, 0);
}

/** Numbers held at a time. */
export function sizeOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => {
    const [n, m] = sidesOf(piece);
    return sum + n * n + (piece.rows < piece.columns.length ? n * m : 0);
  }, 0);
}

/** Where a column of all P is within its piece; −1 in none of them. With one piece a channel, columns are of one piece each. */
function placesOf(pieces: readonly Piece[], P: number): Int32Array {
  const places = new Int32Array(P).fill(-1);
  for (const { columns } of pieces) columns.forEach((column, at) => (places[column] = at));
  return places;
}

/** `channels`: of the layer, a row's own is its number modulo that. `breath` hears multiply-adds, as `costOf` counts them. */
export async function decompose(rows: Rows, pieces: readonly Piece[], { channels, listening, breath }: { channels: number; listening: { signal?: AbortSignal }; breath: Breath }): Promise<Decomposed[]> {
  const places = placesOf(pieces, rows.columns);
  const pieceOf = (row: number) => pieces.findIndex(({ channel }) => channel === null || channel === row % channels);
  const ofChannel = Int32Array.from({ length: channels }, (_, c) => pieceOf(c));
  const tall = pieces.map((piece) => (piece.rows < piece.columns.length ? null : new Triangle(piece.columns.length)));
  const wide = pieces.map((piece, k) => (tall[k] ? null : new Float64Array(piece.rows * piece.columns.length)));
  const filled = pieces.map(() => 0);
  let done = 0;
  for await (const part of partsOf(rows, listening)) {
    const widest = Math.max(...pieces.map(({ columns }) => columns.length));
    const held = new Float64Array(widest);
    await eachEntry(
      part,
      (row) => ofChannel[row % channels] >= 0,
      () => held.fill(0),
      (_row, column, value) => {
        if (places[column] >= 0) held[places[column]] = value;
      },
      (row) => {
        const k = ofChannel[row % channels];
        const { length } = pieces[k].columns;
        const mine = held.subarray(0, length);
        if (wide[k]) wide[k].set(mine, filled[k]++ * length);
        else if (tall[k]!.add((to) => to.set(mine))) done += 96 * length * length;
        return breath(done);
      },
    );
  }
  const found: Decomposed[] = [];
  for (const [k, piece] of pieces.entries()) {
    const triangle = tall[k] ?? (await transposed(wide[k]!, piece, (more) => breath(done + more)));
    if (wide[k]) done += piece.columns.length * piece.rows ** 2;
    triangle.finish();
    const bidiagonal = await bidiagonalOf(triangle.values, triangle.n, (more) => breath(done + more));
    done += (4 / 3) * triangle.n ** 3;
    found.push({ piece, bidiagonal, values: singularValues(bidiagonal), wide: wide[k] !== null });
  }
  return found;
}

/** The triangle of a wide piece's transpose: its columns one by one. */
async function transposed(values: Float64Array, { rows: n, columns: { length: m } }: Piece, breath: Breath): Promise<Triangle> {
  const triangle = new Triangle(n);
  for (let p = 0; p < m; p++) {
    triangle.add((to) => {
      for (let r = 0; r < n; r++) to[r] = values[r * m + p];
    });
    await breath(p * n * n);
  }
  return triangle;
}
