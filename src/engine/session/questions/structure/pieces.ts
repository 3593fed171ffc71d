// A part of the Jacobian cut into the pieces that singular values can be taken of by themselves: where every block is of one channel,
// rows and columns of a channel meet no others. Knows no linear algebra.
import type { Exploration, JacobianPartChoice } from '../../../protocol.ts';
import { EngineFault } from '../../../engineError.ts';
import type { RowsPart } from '../../rows.ts';

export interface Piece {
  readonly channel: number | null;
  readonly rows: number;
  /** Numbers of θ that its rows can feel: of all P columns, which. */
  readonly columns: Int32Array;
}

/** @throws EngineFault when there is no such part. */
export function piecesOf({ layer, blocks }: Pick<Exploration, 'layer' | 'blocks'>, { channel, layer: below }: JacobianPartChoice): Piece[] {
  const [H, W, C] = layer.shape;
  const chosen = blocks.filter((block) => below === null || block.layer === below);
  if (chosen.length === 0) throw new EngineFault('structure', `layer: ${below} has no columns here; choose one of ${[...new Set(blocks.map((block) => block.layer))].join(', ')}`);
  if (channel !== null && !(channel >= 0 && channel < C && Number.isInteger(channel))) throw new EngineFault('structure', `channel: ${channel} is not one of ${layer.name}; choose 0 to ${C - 1}`);
  const apart = chosen.every(({ structure, channels }) => structure === 'channel' && channels === C);
  const columns = (own: number | null) => Int32Array.from(chosen.flatMap(({ start, size }) => Array.from({ length: size }, (_, k) => start + k).filter((_, k) => own === null || k % C === own)));
  const channels = channel === null && !apart ? [null] : channel === null ? Array.from({ length: C }, (_, c) => c) : [channel];
  return channels.map((c) => ({ channel: c, rows: c === null ? H * W * C : H * W, columns: columns(apart ? c : null) }));
}

/** Walks through the numbers of a part of the rows that can differ from zero, row by row: `visit(row, column, value)` with a column of all P, after `begin(row)`. */
export async function eachEntry({ firstRow, rows, jacobian }: RowsPart, wanted: (row: number) => boolean, begin: (row: number) => void, visit: (row: number, column: number, value: number) => void, end: (row: number) => Promise<void> | void | undefined = () => undefined): Promise<void> {
  const blocks = await Promise.all(jacobian.blocks.map(async ({ parameter, start, structure }) => ({ start, structure, ...(await jacobian.compact(parameter)) })));
  for (let index = 0; index < rows; index++) {
    const row = firstRow + index;
    if (!wanted(row)) continue;
    begin(row);
    for (const { start, structure, values, width, columns, lines } of blocks) {
      const line = (structure === 'window' ? index : row % lines) * width;
      for (let k = 0; k < width; k++) {
        const column = columns[line + k];
        if (column >= 0) visit(row, start + column, values[index * width + k]);
      }
    }
    await end(row);
  }
}
