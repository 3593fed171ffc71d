// The singular values of a part of the Jacobian and what follows from them: effective rank, rank, condition.
import { EngineFault } from '../../../engineError.ts';
import type { Exploration, JacobianPartChoice, Spectrum, SpectrumPiece, SpectrumRequest } from '../../../protocol.ts';
import { breathOf } from '../breath.ts';
import type { Explored } from '../../explored.ts';
import type { Desk } from '../desk.ts';
import { costOf, decompose, type Decomposed, sizeOf } from './decompose.ts';
import { type Piece, piecesOf } from './pieces.ts';

/** Of the smaller side, of numbers that are held, of multiply-adds: beyond it takes more than a visitor's patience. */
const MOST = { side: 1600, numbers: 6e7, multiplyAdds: 3e10 };
/** More than so many multiply-adds are asked about first. */
const AT_ONCE = 2.5e9;
/** What a worker does in float64; a guess. */
const PER_SECOND = 1e9;

/** Decompositions of the explorations that are kept, by part. */
const kept = new WeakMap<Explored, Map<string, readonly Decomposed[]>>();

const keyOf = ({ channel, layer }: JacobianPartChoice) => `${channel} ${layer}`;

/** Made once for each part. */
export async function decomposed(explored: Explored, choice: JacobianPartChoice, pieces: readonly Piece[], listening: Desk['listening']): Promise<readonly Decomposed[]> {
  const known = kept.get(explored) ?? new Map<string, readonly Decomposed[]>();
  kept.set(explored, known);
  const found = known.get(keyOf(choice));
  if (found) return found;
  const { rows, exploration } = explored.parts;
  const made = await decompose(rows, pieces, { channels: exploration.layer.shape[2], listening, breath: breathOf(listening, costOf(pieces)) });
  known.set(keyOf(choice), made);
  return made;
}

export async function spectrum({ explorationId, channel, layer, agreed }: SpectrumRequest, desk: Desk): Promise<Spectrum> {
  const explored = desk.explored(explorationId);
  const { exploration } = explored.parts;
  const pieces = piecesOf(exploration, { channel, layer });
  const refused = tooLarge(pieces, exploration, { channel, layer });
  const cost = costOf(pieces);
  if (refused) return { ...nothing(explorationId, pieces), state: 'large', why: refused };
  if (!agreed && cost > AT_ONCE) return { ...nothing(explorationId, pieces), state: 'long', seconds: cost / PER_SECOND };
  return describe(explorationId, await decomposed(explored, { channel, layer }, pieces, desk.listening), exploration.summary.engine === 'cpu');
}

/** The values of all pieces, falling, and which piece and which of its values each is. */
export function ordered(found: readonly Decomposed[]): { value: number; piece: number; at: number }[] {
  return found.flatMap(({ values }, piece) => Array.from(values, (value, at) => ({ value, piece, at }))).sort((a, b) => b.value - a.value || a.piece - b.piece || a.at - b.at);
}

/** @throws EngineFault when there are not so many. */
export function valueAt(found: readonly Decomposed[], index: number): { value: number; of: Decomposed } {
  const all = ordered(found);
  const wanted = all[index];
  if (!wanted) throw new EngineFault('structure', `singular value: ${index} is not one of the ${all.length}; choose 0 to ${all.length - 1}`);
  return { value: wanted.value, of: found[wanted.piece] };
}

function sizes(pieces: readonly Piece[]): { rows: number; columns: number } {
  const apart = pieces.length > 1;
  return { rows: pieces.reduce((sum, { rows }) => sum + rows, 0), columns: apart ? pieces.reduce((sum, { columns }) => sum + columns.length, 0) : pieces[0].columns.length };
}

function tooLarge(pieces: readonly Piece[], { layer, blocks }: Exploration, { channel, layer: below }: JacobianPartChoice): string | null {
  const side = Math.max(...pieces.map(({ rows, columns }) => Math.min(rows, columns.length)));
  if (side <= MOST.side && sizeOf(pieces) <= MOST.numbers && costOf(pieces) <= MOST.multiplyAdds) return null;
  const { rows, columns } = sizes(pieces);
  const smaller = [channel === null && layer.shape[0] * layer.shape[1] < rows ? 'one channel’s rows' : null, below === null && new Set(blocks.map((block) => block.layer)).size > 1 ? 'one layer’s parameters' : null].filter(Boolean);
  return `The singular values of ${rows} × ${columns} numbers take too long here: at most ${MOST.side} on the smaller side. ${smaller.length > 0 ? `Choose ${smaller.join(' or ')}.` : 'Choose fewer parameters above, or an earlier layer.'}`;
}

function nothing(explorationId: number, pieces: readonly Piece[]): Spectrum {
  return {
    explorationId, ...sizes(pieces), state: 'done', why: null, seconds: 0, values: new Float64Array(0), channels: null,
    floor: 0, precision: 0, rank: 0, tolerance: 0, effectiveRank: 0, condition: 1, norm: 0, pieces: [],
  };
}

function describe(explorationId: number, found: readonly Decomposed[], float64: boolean): Spectrum {
  const all = ordered(found);
  const values = Float64Array.from(all, ({ value }) => value);
  const { rows, columns } = sizes(found.map(({ piece }) => piece));
  const norm = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  // Numbers of 32 bits are good to 2⁻²⁴ when they are rounded once; a Jacobian's go through a few sums.
  const precision = float64 ? 2 ** -48 : 2 ** -21;
  const tolerance = Math.max(rows, columns) * (float64 ? 2 ** -52 : 2 ** -23) * (values[0] ?? 0);
  const rank = countAbove(values, tolerance);
  return {
    ...nothing(explorationId, found.map(({ piece }) => piece)),
    values, norm, precision, floor: precision * norm, tolerance, rank,
    channels: found.length > 1 || found[0].piece.channel !== null ? Int32Array.from(all, ({ piece }) => found[piece].piece.channel!) : null,
    effectiveRank: effectiveRank(values),
    condition: rank > 0 ? values[0] / values[rank - 1] : 1,
    pieces: found.map((each) => pieceOf(each, tolerance)),
  };
}

function pieceOf({ piece, values }: Decomposed, tolerance: number): SpectrumPiece {
  return {
    channel: piece.channel, rows: piece.rows, columns: piece.columns.length,
    largest: values[0] ?? 0, smallest: values.at(-1) ?? 0, effectiveRank: effectiveRank(values), rank: countAbove(values, tolerance),
  };
}

const countAbove = (values: Float64Array, bound: number) => values.reduce((count, value) => count + (value > bound ? 1 : 0), 0);

/** exp H of σ² / Σσ² (Roy & Vetterli 2007, there of σ): how many directions share the matrix. 0 of a matrix of zeros. */
export function effectiveRank(values: Float64Array): number {
  const squares = values.map((value) => value * value);
  const total = squares.reduce((sum, value) => sum + value, 0);
  if (total === 0) return 0;
  return Math.exp(-squares.reduce((sum, value) => sum + (value > 0 ? (value / total) * Math.log(value / total) : 0), 0));
}
