// The two singular vectors of one singular value: a direction in θ, and what it does to the units.
import type { SingularVector, SingularVectorRequest } from '../../../protocol.ts';
import { partsOf } from '../../rows.ts';
import type { Desk } from '../desk.ts';
import { eachEntry, piecesOf } from './pieces.ts';
import { rightVector } from './singularValues.ts';
import { decomposed, valueAt } from './spectrum.ts';

export async function singularVector({ explorationId, channel, layer, index }: SingularVectorRequest, desk: Desk): Promise<SingularVector> {
  const explored = desk.explored(explorationId);
  const { exploration, rows } = explored.parts;
  const found = await decomposed(explored, { channel, layer }, piecesOf(exploration, { channel, layer }), desk.listening);
  const { value, of } = valueAt(found, index);
  const { piece, bidiagonal, wide } = of;
  const C = exploration.layer.shape[2];
  const own = (row: number) => piece.channel === null || row % C === piece.channel;
  const known = bidiagonal.right(rightVector(bidiagonal, value));
  const [right, left] = [new Float64Array(rows.columns), new Float64Array(exploration.rowNorms.length)];
  if (wide) rowsOf(piece.channel, C, left.length).forEach((row, k) => (left[row] = known[k]));
  else piece.columns.forEach((column, k) => (right[column] = known[k]));
  // The other one is what the Jacobian makes of it.
  const inside = new Uint8Array(rows.columns);
  for (const column of piece.columns) inside[column] = 1;
  for await (const part of partsOf(rows, desk.listening)) {
    await eachEntry(part, own, () => {}, (row, column, entry) => {
      if (!inside[column]) return;
      if (wide) right[column] += entry * left[row];
      else left[row] += entry * right[column];
    });
  }
  return { explorationId, index, value, channel: piece.channel, right: unit(right), left: unit(left) };
}

/** The rows of a channel, or all. */
function rowsOf(channel: number | null, C: number, R: number): number[] {
  return Array.from({ length: R }, (_, r) => r).filter((r) => channel === null || r % C === channel);
}

/** Of length one, unless it is nothing. */
function unit(values: Float64Array): Float32Array {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return Float32Array.from(values, (value) => (length > 0 ? value / length : 0));
}
